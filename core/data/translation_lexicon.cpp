// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/translation_lexicon.h"

namespace regard::translation {

namespace {

constexpr Noun animalNouns[]{
    {"dog", "dogs", "小狗", "只"},       {"cat", "cats", "小猫", "只"},
    {"bird", "birds", "小鸟", "只"},     {"rabbit", "rabbits", "兔子", "只"},
    {"horse", "horses", "骏马", "匹"},   {"cow", "cows", "奶牛", "头"},
    {"monkey", "monkeys", "猴子", "只"}, {"elephant", "elephants", "大象", "头"},
    {"tiger", "tigers", "老虎", "只"},   {"lion", "lions", "狮子", "头"},
    {"mouse", "mice", "老鼠", "只"},     {"duck", "ducks", "鸭子", "只"},
    {"goat", "goats", "山羊", "只"},     {"wolf", "wolves", "灰狼", "匹"},
    {"fox", "foxes", "狐狸", "只"},      {"panda", "pandas", "熊猫", "只"},
    {"bear", "bears", "棕熊", "头"},     {"chicken", "chickens", "小鸡", "只"}};

constexpr Noun personNouns[]{{"boy", "boys", "男孩", "个"},
                             {"girl", "girls", "女孩", "个"},
                             {"man", "men", "男人", "个"},
                             {"woman", "women", "女人", "个"},
                             {"child", "children", "孩子", "个"},
                             {"teacher", "teachers", "老师", "位"},
                             {"doctor", "doctors", "医生", "位"},
                             {"student", "students", "学生", "名"},
                             {"farmer", "farmers", "农民", "个"},
                             {"nurse", "nurses", "护士", "名"},
                             {"king", "kings", "国王", "位"},
                             {"queen", "queens", "女王", "位"},
                             {"soldier", "soldiers", "士兵", "名"},
                             {"driver", "drivers", "司机", "名"},
                             {"cook", "cooks", "厨师", "位"},
                             {"friend", "friends", "朋友", "个"},
                             {"mother", "mothers", "妈妈", "位"},
                             {"father", "fathers", "爸爸", "位"},
                             {"brother", "brothers", "哥哥", "个"},
                             {"sister", "sisters", "姐姐", "个"},
                             {"grandmother", "grandmothers", "奶奶", "位"},
                             {"grandfather", "grandfathers", "爷爷", "位"},
                             {"neighbour", "neighbours", "邻居", "个"},
                             {"singer", "singers", "歌手", "位"},
                             {"painter", "painters", "画家", "位"},
                             {"writer", "writers", "作家", "位"},
                             {"worker", "workers", "工人", "名"},
                             {"lawyer", "lawyers", "律师", "名"}};

constexpr Noun nameNouns[]{{"anna", "", "安娜", ""},  {"tom", "", "汤姆", ""},
                           {"peter", "", "彼得", ""}, {"lucy", "", "露西", ""},
                           {"emma", "", "爱玛", ""},  {"paul", "", "保罗", ""},
                           {"maria", "", "玛丽", ""}, {"bob", "", "鲍勃", ""}};

constexpr Pronoun pronounWords[]{{"i", "我", "am"},     {"you", "你", "are"},
                                 {"he", "他", "is"},    {"she", "她", "is"},
                                 {"we", "我们", "are"}, {"they", "他们", "are"}};

// Those of people only stand at the end.
constexpr Adjective animateAdjectives[]{
    {"clever", "聪明"}, {"happy", "快乐"},  {"hungry", "饥饿"},  {"tired", "疲倦"},
    {"brave", "勇敢"},  {"lazy", "懒惰"},   {"young", "年轻"},   {"old", "年老"},
    {"strong", "强壮"}, {"angry", "生气"},  {"curious", "好奇"}, {"thirsty", "口渴"},
    {"quiet", "安静"},  {"famous", "著名"}, {"rich", "富有"},    {"poor", "贫穷"},
    {"kind", "善良"},   {"polite", "礼貌"}};
constexpr std::size_t adjectivesOfAnyone = 13;

// Those of places stand at the end.
constexpr Adjective thingAdjectiveWords[]{
    {"red", "红色"},     {"blue", "蓝色"},   {"green", "绿色"}, {"white", "白色"},
    {"black", "黑色"},   {"yellow", "黄色"}, {"cheap", "便宜"}, {"expensive", "昂贵"},
    {"new", "崭新"},     {"old", "古老"},    {"big", "巨大"},   {"beautiful", "漂亮"},
    {"strange", "奇怪"}, {"famous", "著名"}};
constexpr std::size_t adjectivesOfPlaces = 6;

constexpr Verb intransitiveVerbs[]{{"sleep", "slept", "sleeping", "睡觉"},
                                   {"play", "played", "playing", "玩耍"},
                                   {"rest", "rested", "resting", "休息"},
                                   {"wait", "waited", "waiting", "等待"},
                                   {"swim", "swam", "swimming", "游泳"},
                                   {"run", "ran", "running", "跑步"},
                                   {"walk", "walked", "walking", "散步"},
                                   {"jump", "jumped", "jumping", "跳跃"},
                                   {"hide", "hid", "hiding", "躲藏"},
                                   {"eat", "ate", "eating", "吃饭"},
                                   {"sing", "sang", "singing", "唱歌", Who::People},
                                   {"dance", "danced", "dancing", "跳舞", Who::People},
                                   {"laugh", "laughed", "laughing", "大笑", Who::People},
                                   {"cry", "cried", "crying", "哭泣", Who::People},
                                   {"work", "worked", "working", "工作", Who::People},
                                   {"study", "studied", "studying", "学习", Who::People},
                                   {"talk", "talked", "talking", "聊天", Who::People},
                                   {"smile", "smiled", "smiling", "微笑", Who::People},
                                   {"travel", "travelled", "travelling", "旅行", Who::People},
                                   {"think", "thought", "thinking", "思考", Who::People}};

constexpr Noun foods[]{{"apple", "apples", "苹果", "个"}, {"cake", "cakes", "蛋糕", "块"},
                       {"fish", "fish", "鲜鱼", "条"},    {"banana", "bananas", "香蕉", "根"},
                       {"egg", "eggs", "鸡蛋", "个"},     {"orange", "oranges", "橙子", "个"},
                       {"pear", "pears", "梨子", "个"},   {"carrot", "carrots", "萝卜", "根"}};
constexpr Noun readings[]{{"book", "books", "图书", "本"},
                          {"letter", "letters", "书信", "封"},
                          {"newspaper", "newspapers", "报纸", "张"},
                          {"poem", "poems", "诗歌", "首"},
                          {"story", "stories", "故事", "个"}};
constexpr Noun pictures[]{{"flower", "flowers", "鲜花", "朵"},
                          {"tree", "trees", "大树", "棵"},
                          {"picture", "pictures", "图画", "幅"},
                          {"house", "houses", "房子", "座"},
                          {"mountain", "mountains", "大山", "座"}};
constexpr Noun machines[]{{"car", "cars", "汽车", "辆"},     {"bicycle", "bicycles", "单车", "辆"},
                          {"chair", "chairs", "椅子", "把"}, {"clock", "clocks", "时钟", "个"},
                          {"boat", "boats", "小船", "条"},   {"table", "tables", "桌子", "张"},
                          {"door", "doors", "大门", "扇"},   {"window", "windows", "窗户", "扇"}};
constexpr Noun clothes[]{{"hat", "hats", "帽子", "顶"},
                         {"coat", "coats", "外套", "件"},
                         {"shirt", "shirts", "衬衫", "件"},
                         {"dress", "dresses", "裙子", "条"},
                         {"scarf", "scarves", "围巾", "条"}};
constexpr Noun wares[]{{"car", "cars", "汽车", "辆"},         {"book", "books", "图书", "本"},
                       {"hat", "hats", "帽子", "顶"},         {"coat", "coats", "外套", "件"},
                       {"flower", "flowers", "鲜花", "朵"},   {"chair", "chairs", "椅子", "把"},
                       {"apple", "apples", "苹果", "个"},     {"cake", "cakes", "蛋糕", "块"},
                       {"house", "houses", "房子", "座"},     {"clock", "clocks", "时钟", "个"},
                       {"box", "boxes", "箱子", "个"},        {"cup", "cups", "杯子", "个"},
                       {"picture", "pictures", "图画", "幅"}, {"dress", "dresses", "裙子", "条"}};
constexpr Noun songs[]{{"song", "songs", "歌曲", "首"}};
constexpr Noun shows[]{{"film", "films", "电影", "部"},
                       {"game", "games", "比赛", "场"},
                       {"play", "plays", "戏剧", "场"}};
constexpr Noun closed[]{{"door", "doors", "大门", "扇"},
                        {"window", "windows", "窗户", "扇"},
                        {"box", "boxes", "箱子", "个"},
                        {"letter", "letters", "书信", "封"}};

constexpr Action actionVerbs[]{
    {{"eat", "ate", "eating", "吃"}, foods},
    {{"look for", "looked for", "looking for", "寻找"}, foods},
    {{"read", "read", "reading", "阅读", Who::People}, readings},
    {{"write", "wrote", "writing", "撰写", Who::People}, readings},
    {{"paint", "painted", "painting", "画", Who::People}, pictures},
    {{"repair", "repaired", "repairing", "修理", Who::People}, machines},
    {{"wash", "washed", "washing", "清洗", Who::People}, clothes},
    {{"sew", "sewed", "sewing", "缝制", Who::People}, clothes},
    {{"buy", "bought", "buying", "购买", Who::People}, wares},
    {{"sell", "sold", "selling", "出售", Who::People}, wares},
    {{"carry", "carried", "carrying", "搬运", Who::People}, wares},
    {{"look at", "looked at", "looking at", "观察", Who::People}, pictures},
    {{"sing", "sang", "singing", "唱", Who::People}, songs},
    {{"watch", "watched", "watching", "观看", Who::People}, shows},
    {{"open", "opened", "opening", "打开", Who::People}, closed},
    {{"close", "closed", "closing", "关上", Who::People}, closed}};

constexpr Verb dealingVerbs[]{{"chase", "chased", "chasing", "追赶"},
                              {"follow", "followed", "following", "跟随"},
                              {"look for", "looked for", "looking for", "寻找"},
                              {"help", "helped", "helping", "帮助", Who::People},
                              {"watch", "watched", "watching", "注视", Who::People},
                              {"call", "called", "calling", "呼唤", Who::People},
                              {"paint", "painted", "painting", "画", Who::People}};

constexpr Noun plains[]{{"grass", "", "草地", "片"},  {"street", "", "街道", "条"},
                        {"bridge", "", "大桥", "座"}, {"square", "", "广场", "个"},
                        {"field", "", "田野", "片"},  {"desert", "", "沙漠", "片"},
                        {"garden", "", "花园", "座"}};
constexpr Noun waters[]{
    {"river", "", "小河", "条"}, {"lake", "", "湖泊", "个"}, {"sea", "", "大海", "片"}};
constexpr Noun barriers[]{{"wall", "", "围墙", "面"},
                          {"fence", "", "篱笆", "道"},
                          {"stream", "", "小溪", "条"},
                          {"hill", "", "山坡", "个"}};
constexpr Noun buildings[]{
    {"school", "", "学校", "所"}, {"house", "", "房子", "座"},    {"shop", "", "商店", "家"},
    {"bank", "", "银行", "家"},   {"station", "", "车站", "个"},  {"hospital", "", "医院", "家"},
    {"hotel", "", "旅馆", "家"},  {"museum", "", "博物馆", "座"}, {"library", "", "图书馆", "座"}};
constexpr Noun wide[]{{"forest", "", "森林", "片"}, {"village", "", "村庄", "个"},
                      {"city", "", "城市", "座"},   {"park", "", "公园", "个"},
                      {"garden", "", "花园", "座"}, {"market", "", "市场", "个"}};
constexpr Noun rooms[]{
    {"park", "", "公园", "个"},    {"garden", "", "花园", "座"},   {"kitchen", "", "厨房", "间"},
    {"house", "", "房子", "座"},   {"school", "", "学校", "所"},   {"forest", "", "森林", "片"},
    {"market", "", "市场", "个"},  {"hospital", "", "医院", "家"}, {"library", "", "图书馆", "座"},
    {"room", "", "房间", "间"},    {"office", "", "办公室", "间"}, {"city", "", "城市", "座"},
    {"village", "", "村庄", "个"}, {"museum", "", "博物馆", "座"}};
constexpr Noun surfaces[]{{"roof", "", "屋顶", "个"},  {"table", "", "桌子", "张"},
                          {"bed", "", "大床", "张"},   {"grass", "", "草地", "片"},
                          {"beach", "", "海滩", "片"}, {"bridge", "", "大桥", "座"},
                          {"boat", "", "小船", "条"},  {"street", "", "街道", "条"}};
constexpr Noun shelters[]{{"tree", "", "大树", "棵"},
                          {"table", "", "桌子", "张"},
                          {"bridge", "", "大桥", "座"},
                          {"bed", "", "大床", "张"}};
constexpr Noun landmarks[]{{"tree", "", "大树", "棵"},    {"house", "", "房子", "座"},
                           {"school", "", "学校", "所"},  {"shop", "", "商店", "家"},
                           {"station", "", "车站", "个"}, {"river", "", "小河", "条"},
                           {"lake", "", "湖泊", "个"},    {"wall", "", "围墙", "面"},
                           {"door", "", "大门", "扇"},    {"hotel", "", "旅馆", "家"}};

constexpr Verb running{"run", "ran", "running", ""};
constexpr Verb walking{"walk", "walked", "walking", ""};
constexpr Verb climbing{"climb", "climbed", "climbing", ""};

constexpr Verb meaning(Verb verb, std::string_view chinese)
{
    verb.chinese = chinese;
    return verb;
}

constexpr Motion motionVerbs[]{{meaning(running, "穿越"), "across", false, plains},
                               {meaning(running, "跑过"), "through", true, wide},
                               {meaning(running, "跑向"), "towards", true, buildings},
                               {meaning(running, "跑进"), "into", true, buildings},
                               {meaning(walking, "走过"), "across", true, plains},
                               {meaning(walking, "穿过"), "through", false, wide},
                               {meaning(walking, "走向"), "towards", true, buildings},
                               {meaning(walking, "走进"), "into", true, buildings},
                               {meaning(walking, "绕过"), "around", false, waters},
                               {{"swim", "swam", "swimming", "游过"}, "across", true, waters},
                               {{"jump", "jumped", "jumping", "跳过"}, "over", true, barriers},
                               {meaning(climbing, "爬过"), "over", true, barriers},
                               {meaning(climbing, "爬上"), "up", true, barriers}};

constexpr Location locationWords[]{{"in", "里", rooms},
                                   {"on", "上", surfaces},
                                   {"under", "下面", shelters},
                                   {"behind", "后面", landmarks},
                                   {"in front of", "前面", landmarks},
                                   {"near", "附近", landmarks},
                                   {"beside", "旁边", landmarks}};

constexpr TimeWord presentTimes[]{{"now", "现在", ""},
                                  {"today", "今天", ""},
                                  {"tonight", "今晚", ""},
                                  {"this morning", "今天", "早上"},
                                  {"this afternoon", "今天", "下午"},
                                  {"this evening", "今天", "傍晚"}};
constexpr TimeWord pastTimes[]{{"yesterday", "昨天", ""},
                               {"yesterday morning", "昨天", "早上"},
                               {"yesterday afternoon", "昨天", "下午"},
                               {"yesterday evening", "昨天", "傍晚"},
                               {"last night", "昨天", "夜里"},
                               {"last week", "上个", "星期"},
                               {"last month", "上个", "月"},
                               {"on monday", "周一", ""},
                               {"on tuesday", "周二", ""},
                               {"on wednesday", "周三", ""},
                               {"on thursday", "周四", ""},
                               {"on saturday morning", "周六", "早上"},
                               {"on sunday afternoon", "周日", "下午"}};
constexpr TimeWord futureTimes[]{{"tomorrow", "明天", ""},
                                 {"tonight", "今晚", ""},
                                 {"tomorrow morning", "明天", "早上"},
                                 {"tomorrow afternoon", "明天", "下午"},
                                 {"tomorrow evening", "明天", "傍晚"},
                                 {"next week", "下个", "星期"},
                                 {"next month", "下个", "月"},
                                 {"on friday", "周五", ""},
                                 {"on saturday", "周六", ""},
                                 {"on sunday", "周日", ""},
                                 {"on monday evening", "周一", "傍晚"},
                                 {"on friday morning", "周五", "早上"}};

constexpr Adjective mannerWords[]{{"slowly", "慢慢地"},    {"quickly", "飞快地"},
                                  {"quietly", "静静地"},   {"happily", "高兴地"},
                                  {"carefully", "小心地"}, {"alone", "独自"}};

constexpr Determiner singulars[]{{"a", "一", true},        {"this", "这", true},
                                 {"that", "那", true},     {"my", "我的", false},
                                 {"his", "他的", false},   {"her", "她的", false},
                                 {"our", "我们的", false}, {"their", "他们的", false}};
constexpr Determiner plurals[]{{"two", "两", true},      {"three", "三", true},
                               {"many", "很多", false},  {"some", "一些", false},
                               {"these", "这些", false}, {"those", "那些", false}};

} // namespace

std::span<const Noun> animals()
{
    return animalNouns;
}
std::span<const Noun> people()
{
    return personNouns;
}
std::span<const Noun> names()
{
    return nameNouns;
}
std::span<const Pronoun> pronouns()
{
    return pronounWords;
}
std::span<const Adjective> adjectives(Who who)
{
    const std::span<const Adjective> all = animateAdjectives;
    return who == Who::Anyone ? all.first(adjectivesOfAnyone) : all;
}
std::span<const Adjective> thingAdjectives()
{
    return thingAdjectiveWords;
}
std::span<const Adjective> placeAdjectives()
{
    return thingAdjectives().last(adjectivesOfPlaces);
}
std::span<const Verb> intransitives()
{
    return intransitiveVerbs;
}
std::span<const Action> actions()
{
    return actionVerbs;
}
std::span<const Verb> dealings()
{
    return dealingVerbs;
}
std::span<const Motion> motions()
{
    return motionVerbs;
}
std::span<const Location> locations()
{
    return locationWords;
}
std::span<const TimeWord> timeWords(Tense tense)
{
    if (tense == Tense::Present)
        return presentTimes;
    if (tense == Tense::Past)
        return pastTimes;
    return futureTimes;
}
std::span<const Adjective> manners()
{
    return mannerWords;
}
std::span<const Determiner> singularDeterminers()
{
    return singulars;
}
std::span<const Determiner> pluralDeterminers()
{
    return plurals;
}

} // namespace regard::translation
