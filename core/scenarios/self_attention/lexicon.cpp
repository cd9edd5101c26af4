// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/self_attention/lexicon.h"

#include "core/data/sentences.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace regard::coreference {

namespace {

using enum Gender;

/// Nouns as "singular/plural", the plural left out where it is not used.
struct NounRow {
    Gender gender;
    bool name;
    bool place;
    const char* modifiers;
    const char* nouns;
};

constexpr NounRow nounRows[]{
    {Neuter, false, false, "brown white black",
     "animal/animals dog/dogs cat/cats horse/horses cow/cows fox bear/bears rabbit/rabbits donkey "
     "goat/goats mouse"},
    {Person, false, false, "new",
     "teacher/teachers doctor/doctors farmer/farmers driver student/students baker"},
    {Male, false, false, "", "boy/boys man"},
    {Female, false, false, "", "girl/girls woman"},
    {Male, true, false, "", "bob peter tom"},
    {Female, true, false, "", "anna maria lucy"},
    {Neuter, false, true, "", "street/streets road/roads"},
    {Neuter, false, true, "", "path bridge/bridges tunnel river/rivers lake"},
    {Neuter, false, true, "wooden", "fence/fences wall/walls gate"},
    {Neuter, false, true, "green", "hill mountain tree/trees"},
    {Neuter, false, true, "", "house/houses school tower hotel museum shop room hall barn cave"},
    {Neuter, false, false, "", "apple/apples bread cake/cakes soup cheese meat"},
    {Neuter, false, false, "red blue white",
     "car/cars bus truck/trucks tractor/tractors bike train boat/boats ship"},
    {Neuter, false, false, "", "computer/computers robot/robots machine/machines model crane"},
    {Neuter, false, false, "", "program file/files message example/examples data"},
    {Neuter, false, false, "", "trophy statue"},
    {Neuter, false, false, "blue red", "guitar ball/balls lamp vase piano"},
    {Neuter, false, false, "blue red", "suitcase box/boxes bag/bags drawer backpack"},
    {Neuter, false, false, "", "book/books story letter/letters poem film"},
    {Neuter, false, false, "", "knife rope branch/branches stone/stones window/windows"},
    {Neuter, false, false, "", "fire heater storm wind flood frost"},
    {Neuter, false, false, "red yellow", "flower/flowers plant/plants"},
};

/// Properties that take no "too", and those that are more than an adjective.
constexpr const char* notGradable = "broken frozen flooded damaged closed";
constexpr std::pair<const char*, const char*> phrases[]{
    {"rest", "needed a rest"},
    {"sleep", "wanted to sleep"},
    {"play", "wanted to play"},
    {"stolen", "had stolen some food"},
    {"escaped", "had escaped from the zoo"},
    {"traffic", "was full of traffic"},
    {"lights", "had no lights"},
    {"working", "had stopped working"},
    {"mistakes", "was full of mistakes"},
    {"holes", "had many holes"},
    {"asleep", "was asleep"},
};

constexpr const char* allAnimals = "animal dog cat horse cow fox bear rabbit donkey goat";
constexpr const char* allPeople = "teacher doctor farmer driver student baker boy man girl "
                                  "woman bob peter tom anna maria lucy";

/// Verbs as "base/past/participle" with "_" for spaces and "-" for no passive. A property may
/// be limited to some nouns: "deep:river,lake".
struct RelationRow {
    bool negative;
    bool willing;
    Places places;
    const char* subjects;
    const char* verbs;
    const char* objects;
    const char* ofSubject;
    const char* ofObject;
};

constexpr RelationRow relationRows[]{
    // Animals and ways, in both directions.
    {true, true, Places::Outdoors, allAnimals, "cross/crossed/crossed", "street road bridge river",
     "tired sleepy scared weak hungry nervous ill old rest",
     "wide:street,road,river busy:street,road,bridge icy:street,road,bridge "
     "slippery:street,road,bridge flooded:street,road,bridge traffic:street,road,bridge "
     "narrow:bridge long:bridge deep:river wild:river cold:river"},
    {true, true, Places::Outdoors, allAnimals, "follow/followed/followed", "path river street",
     "tired sleepy scared hungry nervous rest",
     "narrow:path,street muddy:path steep:path dark:path,street flooded:path,street "
     "icy:path,street long wild:river"},
    {true, true, Places::None, "animal dog cat horse fox bear rabbit goat", "enter/entered/entered",
     "barn cave room hall tunnel", "scared nervous shy tired sleepy",
     "dark cold flooded:tunnel,cave narrow:tunnel,cave noisy:barn,room,hall crowded:barn,room,hall "
     "wet:barn,cave lights"},
    {true, true, Places::Outdoors, "dog cat horse fox rabbit donkey goat",
     "jump_over/jumped_over/-", "fence wall gate", "tired lazy old weak slow ill scared rest",
     "high tall"},
    {true, true, Places::None, "bear goat donkey horse cow animal", "climb/climbed/climbed",
     "hill mountain", "tired lazy old weak sleepy rest", "steep high icy slippery muddy:hill"},
    {false, false, Places::Outdoors, "bridge tunnel street road river",
     "frighten/frightened/frightened", "animal dog cat horse cow donkey goat",
     "narrow:bridge,tunnel,road dark:tunnel,street,road "
     "busy:bridge,street,road wild:river traffic:bridge,street,road deep:river long:tunnel,bridge",
     "shy nervous weak tired young"},
    {true, false, Places::Outdoors, "fence wall gate river hill", "stop/stopped/stopped",
     "horse fox bear goat cow animal",
     "low:fence,wall,gate weak:fence,gate narrow:river "
     "holes:fence,wall broken:fence,gate small:hill",
     "strong fast clever hungry wild angry"},
    // Animals and food, in both directions.
    {true, true, Places::None, allAnimals,
     "eat/ate/eaten touch/touched/touched finish/finished/finished",
     "apple bread cake soup cheese meat", "tired sleepy ill scared nervous sleep",
     "rotten:apple,meat,cheese stale:bread,cake salty:soup,cheese,meat sour:apple,soup "
     "hot:soup,meat spicy:soup,meat dry:bread,cake,meat"},
    {false, true, Places::None, allAnimals, "eat/ate/eaten steal/stole/-",
     "apple bread cake cheese meat", "hungry",
     "fresh tasty sweet:apple,cake soft:bread,cake,cheese"},
    {true, false, Places::None, "apple bread cake cheese meat", "tempt/tempted/tempted",
     "animal dog cat bear fox mouse goat rabbit",
     "rotten:apple,meat,cheese stale:bread,cake sour:apple dry:bread,cake,meat",
     "tired sleepy ill scared nervous asleep"},
    // Things and containers: the relation decides between big and small.
    {true, false, Places::None, "trophy guitar lamp book ball statue computer vase",
     "fit_in/fit_in/- fit_into/fit_into/-", "suitcase box bag drawer backpack", "big large",
     "small full tiny narrow"},
    {true, true, Places::None, "boy man girl woman bob peter tom anna maria lucy driver student",
     "lift/lifted/lifted carry/carried/carried move/moved/moved",
     "suitcase box piano statue trophy", "weak tired lazy small:boy,girl rest",
     "heavy big slippery"},
    {true, false, Places::None, "donkey horse crane robot boat",
     "carry/carried/carried move/moved/moved", "box statue piano suitcase trophy",
     "weak small tired:donkey,horse broken:crane,robot old "
     "working:crane,robot",
     "heavy big large"},
    {true, false, Places::Outdoors, "bridge boat ship", "carry/carried/carried",
     "truck tractor car bus crane", "weak old narrow:bridge small:boat,ship damaged",
     "heavy big large"},
    // Vehicles and ways.
    {true, false, Places::Outdoors, "car bus truck tractor bike", "use/used/used",
     "road street path bridge", "heavy slow broken working",
     "narrow icy flooded muddy:road,path slippery steep:road,path,street"},
    {true, false, Places::None, "bus truck tractor bike car train", "climb/climbed/climbed",
     "hill mountain", "slow heavy weak old damaged", "steep high icy slippery"},
    {true, false, Places::Outdoors, "bus truck tractor ship", "pass_under/passed_under/-",
     "bridge gate", "tall large big", "low"},
    {true, false, Places::None, "boat ship", "cross/crossed/crossed leave/left/left", "lake river",
     "slow damaged old holes", "rough wild frozen"},
    {true, false, Places::Outdoors, "car bus truck tractor bike",
     "overtake/overtook/overtaken pass/passed/passed", "car bus truck tractor bike train",
     "slow heavy weak", "fast"},
    {true, true, Places::Outdoors, "dog cat fox bear", "catch/caught/caught",
     "rabbit mouse cat goat horse", "slow lazy sleepy old tired", "fast clever"},
    {false, true, Places::Outdoors, "dog cat fox bear",
     "chase/chased/chased follow/followed/followed", "rabbit mouse cat goat fox",
     "hungry angry play", "stolen escaped"},
    // Noise and sleep, weather, buildings and plants.
    {false, false, Places::Outdoors, "storm tractor train robot machine",
     "frighten/frightened/frightened", "animal dog cat horse cow donkey rabbit",
     "loud noisy fast:tractor,train,robot strange:robot,machine", "shy nervous young weak"},
    {true, false, Places::None, "storm train machine tractor wind robot", "wake/woke/woken",
     "animal dog cat bear fox horse", "quiet weak:storm,wind slow:train,tractor",
     "tired sleepy lazy ill"},
    {false, false, Places::Outdoors, "storm wind flood fire", "destroy/destroyed/destroyed",
     "house tower fence bridge barn tree", "strong violent",
     "weak old fragile:tower,fence,bridge,tree"},
    {true, false, Places::Outdoors, "storm wind flood",
     "destroy/destroyed/destroyed move/moved/moved", "house tower wall bridge barn tree",
     "weak short:storm,flood", "strong heavy:tower,bridge,barn,wall"},
    {true, false, Places::None, "flower plant tree", "survive/survived/survived",
     "frost storm flood", "weak young small",
     "harsh:frost cold:frost long:storm violent:storm,flood"},
    {true, false, Places::None, "fire heater", "warm/warmed/warmed", "room hall barn cave",
     "weak small broken:heater", "large wide high"},
    // Tools and materials.
    {true, false, Places::None, "knife", "cut/cut/cut", "rope branch bread cheese meat",
     "blunt small rusty weak", "thick hard tough:rope,branch,meat frozen:bread,meat"},
    {false, false, Places::None, "ball stone", "break/broke/-", "window vase lamp",
     "hard heavy fast", "thin fragile"},
    {true, false, Places::None, "ball stone", "break/broke/-", "window wall vase",
     "soft:ball light small", "thick strong"},
    // Machines that read and learn.
    {true, false, Places::None, "computer robot machine program",
     "read/read/read open/opened/opened understand/understood/understood",
     "file letter message book", "slow simple broken:computer,robot,machine working",
     "long large:file,book damaged mistakes"},
    {true, false, Places::None, "computer robot machine model program", "learn_from/learned_from/-",
     "example data story", "simple slow small weak", "noisy:data strange mistakes"},
    // People and the rest of the world: number and gender help.
    {true, true, Places::None, "farmer doctor boy girl woman man anna bob lucy tom student",
     "feed/fed/fed wash/washed/washed catch/caught/caught", "dog cat horse cow rabbit goat donkey",
     "tired busy nervous ill lazy", "wild angry nervous shy tired dangerous"},
    {true, true, Places::Indoors,
     "teacher student doctor boy girl man woman anna maria lucy bob peter tom",
     "read/read/read finish/finished/finished", "book story letter poem",
     "tired busy sleepy ill lazy sleep", "boring long sad difficult:book,letter,poem mistakes"},
    {false, false, Places::None, "book story film poem", "bore/bored/bored",
     "student teacher boy girl anna bob maria peter", "long simple strange",
     "impatient tired sleepy"},
    {true, true, Places::None, allPeople, "buy/bought/bought",
     "car bike computer guitar house lamp piano boat", "poor busy",
     "expensive ugly:car,bike,house,lamp old slow:car,bike,computer,boat "
     "broken:bike,computer,guitar,lamp"},
    {true, true, Places::None,
     "driver farmer student baker boy girl man woman anna maria lucy bob peter tom",
     "repair/repaired/repaired start/started/started",
     "car computer robot tractor machine boat truck", "tired busy ill lazy",
     "old rusty:car,robot,tractor,machine,truck damaged"},
    {true, true, Places::None, allPeople, "visit/visited/visited enter/entered/entered",
     "museum school hotel shop tower", "tired busy ill shy sleepy",
     "crowded closed dangerous:tower expensive:museum,hotel,shop dark:tower"},
    {true, true, Places::None, "boy man girl woman bob peter tom anna maria lucy",
     "visit/visited/visited help/helped/helped call/called/called",
     "boy man girl woman bob peter tom anna maria lucy", "busy tired ill angry shy",
     "busy tired ill angry shy"},
};

std::vector<std::string> underscored(const std::string& word)
{
    return splitWords(word, '_');
}

std::vector<Noun> makeNouns()
{
    std::vector<Noun> all;
    for (const NounRow& row : nounRows) {
        for (const std::string& entry : splitWords(row.nouns)) {
            const std::vector<std::string> forms = splitWords(entry, '/');
            all.push_back({forms[0], forms.size() > 1 ? forms[1] : "", row.gender, row.name,
                           row.place, splitWords(row.modifiers)});
        }
    }
    return all;
}

std::vector<Property> makeProperties()
{
    std::set<std::string> words;
    for (const RelationRow& row : relationRows) {
        for (const char* list : {row.ofSubject, row.ofObject}) {
            for (const std::string& entry : splitWords(list))
                words.insert(splitWords(entry, ':')[0]);
        }
    }
    const std::vector<std::string> fixed = splitWords(notGradable);
    std::vector<Property> all;
    for (const std::string& word : words) {
        Property property{word, std::find(fixed.begin(), fixed.end(), word) == fixed.end(), {}};
        for (const auto& [key, phrase] : phrases) {
            if (word == key)
                property.phrase = splitWords(phrase);
        }
        all.push_back(std::move(property));
    }
    return all;
}

template <class T> const T& required(const T* found, const std::string& word)
{
    if (!found)
        throw std::logic_error("the lexicon lacks \"" + word + "\"");
    return *found;
}

std::vector<const Noun*> nounList(std::string_view text, char separator = ' ')
{
    std::vector<const Noun*> list;
    for (const std::string& word : splitWords(text, separator))
        list.push_back(&required(nounOf(word), word));
    return list;
}

std::vector<Reason> reasons(const char* text, const std::vector<const Noun*>& everyNoun)
{
    std::vector<Reason> list;
    for (const std::string& entry : splitWords(text)) {
        const std::vector<std::string> parts = splitWords(entry, ':');
        list.push_back({&required(propertyOf(parts[0]), parts[0]),
                        parts.size() > 1 ? nounList(parts[1], ',') : everyNoun});
    }
    return list;
}

std::vector<Relation> makeRelations()
{
    std::vector<Relation> all;
    for (const RelationRow& row : relationRows) {
        Relation relation;
        relation.negative = row.negative;
        relation.willing = row.willing;
        relation.places = row.places;
        relation.subjects = nounList(row.subjects);
        relation.objects = nounList(row.objects);
        for (const std::string& entry : splitWords(row.verbs)) {
            const std::vector<std::string> forms = splitWords(entry, '/');
            relation.verbs.push_back({underscored(forms[0]), underscored(forms[1]),
                                      forms[2] == "-" ? std::string() : forms[2]});
        }
        relation.ofSubject = reasons(row.ofSubject, relation.subjects);
        relation.ofObject = reasons(row.ofObject, relation.objects);
        all.push_back(std::move(relation));
    }
    return all;
}

} // namespace

const std::vector<Noun>& nouns()
{
    static const std::vector<Noun> all = makeNouns();
    return all;
}

const std::vector<Property>& properties()
{
    static const std::vector<Property> all = makeProperties();
    return all;
}

const std::vector<Relation>& relations()
{
    static const std::vector<Relation> all = makeRelations();
    return all;
}

const Noun* nounOf(std::string_view token)
{
    static const auto index = [] {
        std::unordered_map<std::string_view, const Noun*> map;
        for (const Noun& noun : nouns()) {
            map.emplace(noun.singular, &noun);
            if (!noun.plural.empty())
                map.emplace(noun.plural, &noun);
        }
        return map;
    }();
    const auto found = index.find(token);
    return found == index.end() ? nullptr : found->second;
}

const Property* propertyOf(std::string_view token)
{
    const auto found = std::lower_bound(
        properties().begin(), properties().end(), token,
        [](const Property& property, std::string_view word) { return property.word < word; });
    return found != properties().end() && found->word == token ? &*found : nullptr;
}

bool canBe(const Noun& noun, const Property& property)
{
    static const auto pairs = [] {
        std::set<std::pair<const Noun*, const Property*>> set;
        for (const Relation& relation : relations()) {
            for (const auto* list : {&relation.ofSubject, &relation.ofObject}) {
                for (const Reason& reason : *list) {
                    for (const Noun* each : reason.nouns)
                        set.emplace(each, reason.property);
                }
            }
        }
        return set;
    }();
    return pairs.contains({&noun, &property});
}

bool agrees(std::string_view pronoun, const Noun& noun, bool plural)
{
    if (pronoun == "they" || pronoun == "them")
        return plural;
    if (plural)
        return false;
    if (pronoun == "it")
        return noun.gender == Neuter;
    if (pronoun == "he" || pronoun == "him")
        return noun.gender == Male || noun.gender == Person;
    return noun.gender == Female || noun.gender == Person;
}

} // namespace regard::coreference
