// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_pages.h"

#include "ui/views/flow/flow_text.h"

#include <algorithm>

namespace regard {

namespace {

constexpr std::size_t mostMatrices = 8; ///< of a page
constexpr std::size_t mostVectors = 16;

std::string_view firstFolder(std::string_view scope)
{
    return scope.substr(0, scope.find('/'));
}

QString capitalised(QString text)
{
    text.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

/// The layer around an attention of its own name: "decoder/layer0" for "decoder/layer0/cross".
std::string_view layerAround(std::string_view scope)
{
    for (std::size_t end = scope.size(); end != std::string_view::npos && end > 0;
         end = scope.rfind('/', end - 1)) {
        const std::string_view part = scope.substr(0, end);
        const auto slash = part.rfind('/');
        if (isLayerName(slash == std::string_view::npos ? part : part.substr(slash + 1)))
            return part;
        if (slash == std::string_view::npos)
            break;
    }
    return {};
}

bool isInside(std::string_view scope, std::string_view around)
{
    return scope == around
        || (scope.size() > around.size() && scope.substr(0, around.size()) == around
            && (around.empty() || scope[around.size()] == '/'));
}

/// The attention layer whose picture stands for a tensor, −1 for none.
int blockOf(const std::vector<FlowBlock>& blocks, const Trace& trace, int index)
{
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(index)];
    for (std::size_t b = 0; b < blocks.size(); ++b)
        for (const FlowHead& head : blocks[b].heads)
            for (int part : {head.query, head.key, head.value, head.scores, head.scaled,
                             head.masked, head.weights, head.context})
                if (part == index)
                    return static_cast<int>(b);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const FlowBlock& block = blocks[b];
        for (int part :
             {block.output, block.input, block.keyInput, block.embedding, block.position})
            if (part == index)
                return static_cast<int>(b);
    }
    if (tensor.role != Role::Hidden)
        return -1;
    // What lies between the steps of a layer that the picture shows.
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const std::string_view scope = blocks[b].scope;
        const std::string_view layer = layerAround(scope);
        if ((!scope.empty() && isInside(tensor.scope(), scope))
            || (!layer.empty() && tensor.scope() == layer)
            || (withoutHead(tensor.scope()) != tensor.scope()
                && withoutHead(tensor.scope()) == scope)
            || (tensor.scope() == scope && tensor.name().substr(0, 9) == "projected"))
            return static_cast<int>(b);
    }
    return -1;
}

/// Group and label of an attention layer's page.
void nameBlock(FlowPage& page, const FlowBlock& block)
{
    const QString scope = QString::fromStdString(block.scope);
    QStringList parts;
    for (const QString& part : scope.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        bool number = false;
        const int layer = part.startsWith(QLatin1String("layer")) ? part.mid(5).toInt(&number) : 0;
        parts << (number ? FlowWords::tr("Layer %1").arg(layer + 1) : part);
    }
    if (parts.size() > 1)
        page.group = capitalised(parts.takeFirst());
    page.label = parts.isEmpty() ? FlowWords::tr("Attention")
                                 : capitalised(parts.join(QStringLiteral(" · ")));
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
    const std::string_view folder = firstFolder(tensor(page.tensors.front()).scope());
    std::size_t digits = folder.size();
    while (digits > 0 && folder[digits - 1] >= '0' && folder[digits - 1] <= '9')
        --digits;
    const auto text = [](std::string_view part) {
        return QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size()));
    };
    page.group = capitalised(text(folder.substr(0, digits)));
    if (digits < folder.size()) { // "sentence3"
        page.label = text(folder.substr(digits));
        return;
    }
    page.label = first && inputs ? FlowWords::tr("Input")
        : last && outputs        ? FlowWords::tr("Output")
                                 : flowName(tensor(page.tensors.front()));
    if (page.tensors.size() > 1 && !(first && inputs) && !(last && outputs))
        page.label += QStringLiteral(" … ") + flowName(tensor(page.tensors.back()));
}

} // namespace

QString FlowPage::title() const
{
    return group.isEmpty() ? label : group + QStringLiteral(" · ") + label;
}

std::vector<FlowPage> flowPages(const Trace& trace, const std::vector<FlowBlock>& blocks)
{
    // A chain of single vectors is one picture, whatever folders they lie in.
    const bool vectors = blocks.empty()
        && std::all_of(trace.tensors.begin(), trace.tensors.end(),
                       [](const TraceTensor& tensor) { return tensor.value.rows() == 1; });
    std::vector<FlowPage> pages;
    std::vector<bool> placed(blocks.size(), false);
    bool open = false; ///< the last page takes more tensors
    for (int i = 0; i < static_cast<int>(trace.tensors.size()); ++i) {
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(i)];
        const int block = blockOf(blocks, trace, i);
        if (block >= 0) {
            // A layer stands where its weights are computed.
            if (tensor.role == Role::Weights && !placed[static_cast<std::size_t>(block)]) {
                placed[static_cast<std::size_t>(block)] = true;
                pages.push_back({block, {}, {}, {}});
                nameBlock(pages.back(), blocks[static_cast<std::size_t>(block)]);
                open = false;
            }
            continue;
        }
        if (open) {
            const TraceTensor& before =
                trace.tensors[static_cast<std::size_t>(pages.back().tensors.back())];
            open = vectors ? pages.back().tensors.size() < mostVectors
                           : firstFolder(before.scope()) == firstFolder(tensor.scope())
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
        if (pages[i].block < 0)
            nameTensors(pages[i], trace, i == 0, i + 1 == pages.size());
    return pages;
}

bool needsNavigator(const std::vector<FlowPage>& pages, const std::vector<FlowBlock>& blocks)
{
    return pages.size() > 1 && !std::all_of(pages.begin(), pages.end(), [&](const FlowPage& page) {
               return page.block >= 0
                   && isLayerName(blocks[static_cast<std::size_t>(page.block)].scope);
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
    const int block = blockOf(blocks, trace, tensor);
    return block < 0 ? -1 : find([&](const FlowPage& page) { return page.block == block; });
}

} // namespace regard
