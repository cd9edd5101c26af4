// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_pages.h"

#include "core/trace/layer_parts.h"
#include "ui/views/flow/flow_making.h"
#include "ui/views/flow/flow_text.h"
#include "ui/words/scope_text.h"

#include <algorithm>

namespace regard {

namespace {

constexpr std::size_t mostMatrices = 8; ///< of a page
constexpr std::size_t mostVectors = 20;

std::string_view firstFolder(std::string_view scope)
{
    return scope.substr(0, scope.find('/'));
}

/// Group and label of an attention layer's page.
void nameBlock(FlowPage& page, const FlowBlock& block)
{
    std::vector<ScopePart> folders = scopeFolders(block.scope);
    if (folders.size() > 1) {
        page.group = capitalised(folders.front().text);
        folders.erase(folders.begin());
    }
    QStringList label, brief;
    for (const ScopePart& folder : folders) {
        label << folder.text;
        brief << (folder.number.isEmpty() ? folder.text : folder.number);
    }
    const QString between = QStringLiteral(" · ");
    page.label = folders.empty() ? FlowWords::tr("Attention") : capitalised(label.join(between));
    page.brief = folders.empty() ? page.label : capitalised(brief.join(between));
}

/// The page of what a layer does around its attention; it is called after what it shows.
FlowPage pageAround(const FlowPage& layer, const FlowBlock& block, const Trace& trace)
{
    const QString added =
        partsAround(trace, trace.attentions[static_cast<std::size_t>(layer.block)]).size() < 2
        ? FlowWords::tr("add & norm")
        : FlowWords::tr("add & norm, feed-forward");
    const QString between = QStringLiteral(" · ");
    return {-1,
            block.layer,
            layer.group,
            layer.label + between + added,
            layer.brief + QStringLiteral(" +"),
            layer.block};
}

void nameTensors(FlowPage& page, const Trace& trace, bool first, bool last)
{
    const auto tensor = [&](int index) -> const TraceTensor& {
        return trace.tensors[static_cast<std::size_t>(index)];
    };
    const bool inputs = std::all_of(page.tensors.begin(), page.tensors.end(), [&](int index) {
        return tensor(index).role == Role::Embedding || tensor(index).role == Role::Position;
    });
    const bool outputs = std::any_of(page.tensors.begin(), page.tensors.end(), [&](int index) {
        return tensor(index).role == Role::Probabilities || tensor(index).role == Role::Logits;
    });
    if (const auto folders = scopeFolders(tensor(page.tensors.front()).scope()); !folders.empty()) {
        page.group = capitalised(folders.front().word);
        if (!folders.front().number.isEmpty()) { // "sentence3"
            page.label = page.brief = folders.front().number;
            return;
        }
    }
    page.label = first && inputs ? FlowWords::tr("Input")
        : last && outputs        ? FlowWords::tr("Output")
                                 : flowName(tensor(page.tensors.front()));
    if (page.tensors.size() > 1 && !(first && inputs) && !(last && outputs))
        page.label += QStringLiteral(" … ") + flowName(tensor(page.tensors.back()));
    if (page.tensors.size() > 1 && !(last && outputs) && isNormed(trace, page.tensors.back()))
        page.label = FlowWords::tr("Norm");
    page.brief = page.label;
}

} // namespace

QString FlowPage::title() const
{
    return group.isEmpty() ? label : group + QStringLiteral(" · ") + label;
}

std::vector<FlowPage> flowPages(const Trace& trace, const std::vector<FlowBlock>& blocks)
{
    // A chain of single vectors is one picture, whatever folders they lie in.
    // What it starts from may be more than one.
    const auto isGiven = [](const TraceTensor& tensor) {
        return tensor.source.formula && tensor.source.operandCount == 0;
    };
    const bool vectors = blocks.empty()
        && std::all_of(trace.tensors.begin(), trace.tensors.end(), [&](const TraceTensor& tensor) {
                             return tensor.value.rows() == 1 || isGiven(tensor);
                         });
    const auto areVectors = [&](const TraceTensor& before, const TraceTensor& tensor) {
        return vectors && before.value.rows() == 1 && tensor.value.rows() == 1;
    };
    std::vector<FlowPage> pages;
    const std::vector<int> blockOf = blockOfEach(trace, blocks);
    std::vector<bool> ofLayer(trace.tensors.size());
    for (const FlowBlock& block : blocks)
        for (const int tensor : block.layer)
            ofLayer[static_cast<std::size_t>(tensor)] = true;
    bool open = false; ///< the last page takes more tensors
    for (int i = 0; i < static_cast<int>(trace.tensors.size()); ++i) {
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(i)];
        const int block = blockOf[static_cast<std::size_t>(i)];
        if (block < 0 && ofLayer[static_cast<std::size_t>(i)])
            continue;
        if (block >= 0) {
            // A layer stands where its weights are computed.
            if (i == blocks[static_cast<std::size_t>(block)].heads.front().weights) {
                pages.push_back({block, {}, {}, {}, {}});
                nameBlock(pages.back(), blocks[static_cast<std::size_t>(block)]);
                if (const FlowBlock& own = blocks[static_cast<std::size_t>(block)];
                    !own.layer.empty())
                    pages.push_back(pageAround(pages.back(), own, trace));
                open = false;
            }
            continue;
        }
        if (open) {
            const TraceTensor& before =
                trace.tensors[static_cast<std::size_t>(pages.back().tensors.back())];
            open = areVectors(before, tensor) ? pages.back().tensors.size() < mostVectors
                                              : !(vectors && tensor.value.rows() == 1)
                    && firstFolder(before.scope()) == firstFolder(tensor.scope())
                    && pages.back().tensors.size() < mostMatrices;
        }
        if (!open)
            pages.push_back({});
        open = true;
        pages.back().tensors.push_back(i);
    }
    // The cards beside an attention tell what comes out.
    std::erase_if(pages, [&](const FlowPage& page) {
        return !blocks.empty() && page.block < 0
            && std::all_of(page.tensors.begin(), page.tensors.end(), [&](int index) {
                   const Role role = trace.tensors[static_cast<std::size_t>(index)].role;
                   return role == Role::Logits || role == Role::Probabilities;
               });
    });
    for (std::size_t i = 0; i < pages.size(); ++i)
        if (pages[i].block < 0 && pages[i].around < 0)
            nameTensors(pages[i], trace, i == 0, i + 1 == pages.size());
    return pages;
}

bool needsNavigator(const std::vector<FlowPage>& pages)
{
    return pages.size() > 1 && std::any_of(pages.begin(), pages.end(), [](const FlowPage& page) {
               return page.block < 0 || !page.group.isEmpty();
           });
}

int samePage(const std::vector<FlowPage>& before, int page, const std::vector<FlowPage>& now)
{
    if (page < 0 || page >= static_cast<int>(before.size()))
        return -1;
    const FlowPage& wanted = before[static_cast<std::size_t>(page)];
    const QString title = wanted.title();
    const auto place = std::count_if(before.begin(), before.begin() + page,
                                     [&](const FlowPage& other) { return other.title() == title; });
    std::ptrdiff_t seen = 0;
    int ofGroup = -1;
    for (int i = 0; i < static_cast<int>(now.size()); ++i) {
        const FlowPage& found = now[static_cast<std::size_t>(i)];
        if (found.title() == title && seen++ == place)
            return i;
        if (!wanted.group.isEmpty() && found.group == wanted.group)
            ofGroup = i;
    }
    return ofGroup;
}

int flowPageOf(const std::vector<FlowPage>& pages, const std::vector<FlowBlock>& blocks,
               const Trace& trace, int tensor)
{
    const auto find = [&](auto isIt) {
        const auto found = std::find_if(pages.begin(), pages.end(), isIt);
        return found == pages.end() ? -1 : static_cast<int>(found - pages.begin());
    };
    const int own = find([&](const FlowPage& page) {
        return std::find(page.tensors.begin(), page.tensors.end(), tensor) != page.tensors.end();
    });
    if (own >= 0)
        return own;
    const int block = blockOfEach(trace, blocks)[static_cast<std::size_t>(tensor)];
    return block < 0 ? -1 : find([&](const FlowPage& page) { return page.block == block; });
}

} // namespace regard
