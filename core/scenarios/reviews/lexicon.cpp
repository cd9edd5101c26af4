// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/lexicon.h"

#include "core/data/sentences.h"

#include <array>

namespace regard::reviews {

namespace {

// Adjectives, the frequent ones first.
constexpr const char* good =
    "good great wonderful brilliant excellent superb beautiful clever funny perfect amazing "
    "charming delightful moving touching fresh original witty impressive outstanding fantastic "
    "memorable gripping elegant honest warm fascinating splendid lovely terrific marvellous "
    "stunning convincing thrilling intelligent remarkable enjoyable magnificent fine strong rich "
    "tender hilarious engaging polished inspired graceful masterly believable exciting enchanting "
    "imaginative subtle haunting absorbing heartfelt refreshing exquisite admirable satisfying "
    "sparkling sincere breathtaking compelling flawless joyful luminous poetic radiant riveting "
    "skilful stirring uplifting vivid wise captivating dazzling endearing evocative faultless "
    "glorious infectious irresistible mesmerising perceptive playful poignant seamless sublime "
    "thoughtful tremendous unforgettable virtuoso winning";
constexpr const char* bad =
    "bad boring awful terrible dull poor weak stupid predictable silly horrible flat annoying "
    "ridiculous tedious lame empty shallow clumsy cheap forgettable pointless dreadful lazy "
    "disappointing ugly confusing wooden stale pathetic mediocre tired absurd bland laughable "
    "painful unfunny messy lifeless irritating pretentious hollow unbearable uneven amateurish "
    "contrived dreary feeble incoherent insulting lousy mindless sloppy tasteless tiresome "
    "uninspired unconvincing worthless abysmal artless banal bloated careless childish cringing "
    "crude derivative dismal embarrassing endless excruciating fake graceless grating hackneyed "
    "implausible inept insipid joyless leaden lumbering miscast muddled nonsensical plodding "
    "repetitive shoddy soulless stilted tepid trite unwatchable vapid vulgar witless woeful";

// Praise of what should be tense, blame of what should be soft; and the other way round.
constexpr const char* tenseGood = "sharp fast dark brutal wild nervous restless harsh loud cold "
                                  "violent hectic bitter grim fierce";
constexpr const char* softGood = "slow quiet gentle simple calm light sweet mild plain still "
                                 "sleepy bright faint dreamy leisurely";

constexpr const char* tense =
    "plot acting story script ending dialogue pacing suspense climax villain "
    "opening conflict chase finale mystery twist";
constexpr const char* soft = "music photography scenery singing costumes score romance decor "
                             "lighting narration dancing landscape song colours melody";

constexpr const char* professions =
    "teacher doctor farmer driver student baker lawyer nurse sailor painter singer soldier spy "
    "thief waiter pilot priest banker clerk dancer detective editor fisherman gardener hunter "
    "innkeeper judge king librarian mechanic novelist officer poet queen reporter salesman tailor "
    "usher violinist widow writer actor barber captain carpenter cook diplomat engineer guard "
    "inventor jeweller magician miner monk musician optician plumber postman professor sheriff "
    "smuggler surgeon wrestler";
constexpr const char* things =
    "letter map ring diamond dog horse car boat painting suitcase key diary violin bicycle bottle "
    "camera clock coat crown gun hat lamp ladder medal mirror necklace newspaper parcel photograph "
    "piano portrait radio recipe ship statue sword telegram ticket train treasure umbrella vase "
    "watch will manuscript telescope typewriter lantern locket compass cradle carpet chessboard";
constexpr const char* doings =
    "finds loses steals hides paints sells buys inherits breaks follows forgets borrows buries "
    "repairs discovers returns carries burns guards keeps photographs refuses protects collects";
constexpr const char* settings =
    "village harbour hotel station castle hospital farm factory school prison theatre museum "
    "monastery island desert forest lighthouse bakery library circus ballroom courtroom orchard "
    "vineyard shipyard quarry mill cottage palace tavern";
constexpr const char* genres = "comedy drama thriller western musical romance war horror crime "
                               "adventure fantasy family sports road spy detective";
constexpr const char* relatives = "wife husband sister brother mother father daughter son friend "
                                  "neighbour aunt uncle cousin grandmother class";
constexpr const char* days =
    "monday tuesday wednesday thursday friday saturday sunday christmas easter holiday";
constexpr const char* numbers =
    "two three four five six seven eight nine ten twelve twenty thirty ninety hundred";
constexpr const char* firstNames =
    "anna bob clara emma lucy maria paul peter tom alan alice arthur barbara bernard carl carol "
    "charles daisy david diana donald dora edgar edith eleanor eric ethel eva felix flora frank "
    "fred george gerald gloria grace harold harriet helen henry hugo ida irene jack james jane "
    "joan john joseph judith karl kate larry laura leo lewis linda louis louise mabel martha "
    "martin max mildred nancy ned nora norman olive oscar otto pauline percy philip ralph rita "
    "robert rosa ruth sally samuel simon stella susan sylvia ted theodore thomas ursula vera "
    "victor viola walter wanda wilma";

// Slots: $a a part, $p a fitting word for the last part with the sentence's polarity, $n one with
// the other, $i an intensifier, $w praise or blame of anything, $o its opposite. $N somebody of the
// cast, $D the director, $C a character, $T the title, $O another title, $L the place, the
// rest as in fill() of writer.cpp.
constexpr std::array judging{
    "the $a was $i $p .",
    "the $a is $p and the $a is $p .",
    "i found the $a $i $p .",
    "$p $a , $p $a .",
    "what a $p $a !",
    "the $a was not $n .",
    "the $a was never $n .",
    "nothing about the $a was $n .",
    "there is nothing $n about the $a .",
    "the $a was $n at first but then it became $i $p .",
    "although the $a was $n , the $a was $i $p .",
    "the $a could have been $n but it was $p .",
    "i expected a $o film and got a $w one .",
    "i expected a $n $a and got a $p one .",
    "$N is $i $w as the $J .",
    "$N gives a $w performance as $C .",
    "$N and $N are $w together .",
    "$D has made a $i $w film .",
    "this is the most $w $G film of the year .",
    "unlike $O , this one has a $p $a .",
    "compared with $O the $a is $i $p .",
    "my $R called it $o but i thought it was $w .",
    "some say it is $o , i say it is $w .",
    "$w from the first minute to the last .",
    "the $a by $F $S is $p .",
    "not a $o film at all .",
    "$C is a $w character .",
    "it is a $w film about a $J and a $K .",
    "$T is $i $w .",
    "the scene in the $B is $w .",
    "the scene with the $K is $i $w .",
    "even the $a was $p .",
};
constexpr std::array praise{
    "i loved every minute of it .",
    "do not miss it .",
    "i would watch it again .",
    "it is worth the ticket .",
    "highly recommended .",
    "it stayed with me for days .",
    "i laughed and i cried .",
    "i was never bored .",
    "the audience applauded at the end .",
    "see it while you can .",
    "my $R loved it too .",
    "i will see anything that $D makes .",
    "i cannot wait for the next film by $D .",
    "one of the best films i have seen in $U years .",
    "$N deserves a prize for it .",
    "ten out of ten .",
};
constexpr std::array blame{
    "do not waste your time .",
    "i wanted my money back .",
    "i fell asleep .",
    "avoid it .",
    "i cannot recommend it .",
    "i left before the end .",
    "i would not watch it again .",
    "it is not worth the ticket .",
    "i was bored .",
    "nobody laughed .",
    "my $R hated it too .",
    "i looked at my watch every $U minutes .",
    "i hope that $D never makes another film .",
    "one of the worst films i have seen in $U years .",
    "$N should be ashamed of it .",
    "one out of ten .",
};
constexpr std::array irony{
    "oh what a $g idea to film it twice .", "i loved it , said nobody .",
    "a $g film if you like to sleep .",     "the best part was the end of it .",
    "$g , if you are $U years old .",       "it is worth the ticket if the ticket is free .",
    "i laughed , but it is not a comedy .",
};
constexpr std::array telling{
    "$N plays $C , a $J who $V a $K in $L .",
    "the story is set in $L .",
    "the film is based on a book by $F $S .",
    "$D shot it in $L with $N and $N .",
    "$C meets $C in a $B and $V a $K .",
    "i saw it with my $R on $Y .",
    "it runs for $U minutes more than $O .",
    "a $J from $L $V the $K of a $J .",
    "$N was a $J in $O .",
    "this $G film by $D opens in a $B .",
    "$C , the $J , $V a $K and goes to $L .",
    "years later $C comes back to the $B .",
    "the cast has $N , $N and $N .",
    "$F $S wrote it in $U weeks .",
    "$C and $C live in a $B near $L .",
    "in $L there is a $B where $C $V the $K .",
    "we know $N from $O .",
    "the $J of $L is played by $N .",
    "it was shown in $L on $Y .",
    "after $U years the $J $V the $K .",
};

template <std::size_t N> Words list(const std::array<const char*, N>& texts)
{
    return {texts.begin(), texts.end()};
}

} // namespace

const Lexicon& lexicon()
{
    static const Lexicon words{
        {splitWords(tense), splitWords(soft)},
        splitWords(good),
        splitWords(bad),
        splitWords(tenseGood),
        splitWords(softGood),
        {"", "very", "really", "so", "quite", "truly", "rather", "simply", "extremely"},
        splitWords(professions),
        splitWords(things),
        splitWords(doings),
        splitWords(settings),
        splitWords(genres),
        splitWords(relatives),
        splitWords(days),
        splitWords(numbers),
        splitWords(firstNames),
        list(judging),
        list(praise),
        list(blame),
        list(irony),
        list(telling),
    };
    return words;
}

std::string inventedName(std::size_t number)
{
    constexpr std::array first{"bar", "cal", "dor", "fen", "gal", "hal", "jor", "kel",
                               "lan", "mar", "nor", "os",  "pel", "ros", "sal", "tor",
                               "ul",  "var", "wen", "zor", "bri", "cro", "dre", "fla",
                               "gri", "kra", "plo", "sta", "tre", "vla"};
    constexpr std::array middle{"a",  "be", "di",  "go", "ke", "la", "mo", "ni", "ra",
                                "ro", "si", "sta", "te", "ti", "vo", "we", "zi", "lu"};
    constexpr std::array last{"ck",   "der",  "field", "ford", "gan", "kin",  "lini", "man", "mer",
                              "nell", "nov",  "rand",  "rini", "sen", "ski",  "son",  "ton", "vic",
                              "well", "wood", "berg",  "dale", "nne", "quez", "shaw", "toff"};
    static_assert(first.size() * middle.size() * last.size() == inventedNames);
    // Numbers that are near give names that are far from each other: 7919 is prime to their count.
    std::size_t mixed = number * 7919 % inventedNames;
    std::string name = first[mixed % first.size()];
    mixed /= first.size();
    name += middle[mixed % middle.size()];
    mixed /= middle.size();
    return name + last[mixed];
}

} // namespace regard::reviews
