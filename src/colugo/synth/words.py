"""The words on the packages: brands, categories, flavours, sizes. Knows no picture.

Every brand is put together from syllables and belongs to nobody. Names are
Chinese and Latin side by side, as on a Chinese shelf.
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Flavour:
    """What tells the members of a family apart: its words, its colour, its picture."""

    zh: str
    latin: str
    rgb: tuple[int, int, int]
    icon: str


@dataclass(frozen=True)
class Category:
    """One aisle of the shop: what a product is called and how it is packed."""

    key: str
    nouns: tuple[tuple[str, str], ...]  # (zh, latin)
    kinds: tuple[str, ...]
    flavours: str  # key of FLAVOURS
    sizes: tuple[str, ...]
    price_minor: tuple[int, int]  # lowest, highest
    slogans: tuple[str, ...]
    icons: tuple[str, ...]  # pictures that fit whatever the flavour


BRAND_ZH = (
    ("云", "禾", "星", "朵", "溪", "岚", "松", "沐", "阿", "小", "青", "谷", "陌", "橘", "鹿", "暖")
    + (
        "麦",
        "木",
        "七",
        "半",
        "拾",
        "山",
        "海",
        "鲸",
        "晴",
        "朝",
        "北",
        "南",
        "竹",
        "雀",
        "风",
        "棠",
    ),
    ("野", "田", "语", "町", "屿", "涧", "朗", "本", "巷", "舍", "穗", "川", "里", "枝", "原", "集")
    + (
        "朵",
        "满",
        "豆",
        "柚",
        "坊",
        "记",
        "光",
        "叔",
        "禾",
        "园",
        "湾",
        "果",
        "仓",
        "厨",
        "乐",
        "滋",
    ),
)
BRAND_LATIN = (
    ("Ve", "Mo", "Lu", "Ka", "No", "Ta", "Fi", "Ro", "Zu", "Bel", "Sol", "Mira", "Or", "Yu", "Pi")
    + ("Al", "Tre", "Hoo", "Nim", "Cas", "Ela", "Dor", "Wen", "Quo", "Sha", "Gru", "Bri", "Oki"),
    (
        "la",
        "ri",
        "to",
        "ne",
        "mi",
        "va",
        "do",
        "sa",
        "len",
        "pa",
        "ku",
        "zo",
        "bi",
        "ra",
        "no",
        "ti",
    ),
    ("", "", "", "o", "ra", "x", "way", "na", "li", "co", "field", "ly", "ta", "mo", "berg", "sun"),
)

_FLAVOUR_TABLE = {
    "fruit": """草莓 Strawberry E0314B strawberry|香橙 Orange F58A1F orange|柠檬 Lemon F4D01E lemon|
白桃 White_Peach F7A6A0 peach|葡萄 Grape 6B3FA0 grape|蓝莓 Blueberry 3B5BA9 blueberry|芒果 Mango F7A81B mango|
青苹果 Green_Apple 7DB62E apple|西瓜 Watermelon E5474B watermelon|猕猴桃 Kiwi 8DB528 kiwi|荔枝 Lychee E88BA5 peach|
樱桃 Cherry B3152F cherry|凤梨 Pineapple EFC02B pineapple|西柚 Grapefruit EE6F57 orange|青柠 Lime 9CC53B lemon|
椰子 Coconut 9CB7C4 bubbles|百香果 Passion_Fruit 7A2F6D grape|雪梨 Pear C3CF5A apple|蔓越莓 Cranberry 9E1B32 cherry|原味 Original 2E6DB4 drop""",
    "tea": """茉莉 Jasmine 8FBC5A flower|乌龙 Oolong 8A6A2F leaf|红茶 Black_Tea 9B2D1F leaf|绿茶 Green_Tea 4E9A3B leaf|
蜜桃乌龙 Peach_Oolong F0918A peach|柠檬红茶 Lemon_Tea E2B21B lemon|桂花 Osmanthus E0A526 flower|普洱 Pu'er 5A2E1A leaf|
玫瑰 Rose C94C74 flower|菊花 Chrysanthemum EBC944 flower|大麦 Barley B98A45 wheat|薄荷 Mint 3FB39A leaf|抹茶 Matcha 7A9A3A leaf|青柑 Green_Citrus 6FA33A orange""",
    "dairy": """原味 Plain 2E77BB drop|草莓 Strawberry E4536B strawberry|黄桃 Yellow_Peach F2A03D peach|蓝莓 Blueberry 4A5FB0 blueberry|
燕麦 Oat B98C4E wheat|香草 Vanilla E6C86E flower|巧克力 Chocolate 6A3B22 chocolate|红枣 Jujube A23A2A cherry|核桃 Walnut 9A6B42 nut|
芒果 Mango F3A51D mango|香蕉 Banana F0CE3F mango|哈密瓜 Melon 9CC76B kiwi|咖啡 Coffee 6B4A33 bean|芝士 Cheese F0B429 cookie|无糖 Sugar_Free 5E9CB8 drop|低脂 Low_Fat 58B0C8 drop""",
    "savoury": """原味 Original E9B824 chip|番茄 Tomato D8352A tomato|黄瓜 Cucumber 5BA84A leaf|烧烤 Barbecue 8A3A1E chili|
香辣 Spicy C4201F chili|海苔 Seaweed 2F6B4F leaf|芝士 Cheese F2A91E cookie|酸奶油 Sour_Cream 4FA37A drop|
麻辣 Mala A6141B chili|孜然 Cumin A9702C grain|蒜香 Garlic B8B06A grain|黑胡椒 Black_Pepper 4A4542 grain|
牛肉 Beef 8C2F22 bowl|鸡汁 Chicken E3A02C bowl|鲜虾 Shrimp EE7B4D shrimp|酸菜 Pickle 7F9A35 leaf|菌菇 Mushroom 8E6E53 mushroom|玉米 Corn F0C22E corn""",
    "sweet": """牛奶 Milk 5AA0D0 drop|巧克力 Chocolate 5E321C chocolate|榛子 Hazelnut A5733D nut|草莓 Strawberry E3476A strawberry|
抹茶 Matcha 7FA03C leaf|芝士 Cheese F0B63A cookie|香草 Vanilla E8CF82 flower|椰香 Coconut 8FB9C6 bubbles|花生 Peanut C98E3F nut|
海盐 Sea_Salt 6E9FC2 drop|焦糖 Caramel B86A21 drop|红豆 Red_Bean 8E2A35 bean|芝麻 Sesame 4B4640 grain|香芋 Taro 9A7BB8 grain|柠檬 Lemon EBCB2B lemon|燕麦 Oat BB9458 wheat""",
    "grain": """原味 Classic C8963E wheat|坚果 Nuts 9C6B3F nut|水果 Fruit DE5A5F strawberry|蜂蜜 Honey E5A11F drop|
黑芝麻 Black_Sesame 45403D grain|红枣 Jujube A63C2C cherry|玉米 Corn EDC23A corn|紫薯 Purple_Yam 7A4A95 grain|全麦 Wholewheat A97B45 wheat|藜麦 Quinoa B7A24C grain|可可 Cocoa 6A3F26 chocolate|山药 Yam B9AD92 grain""",
    "scent": """薰衣草 Lavender 8A73B8 flower|柠檬 Lemon EFD22F lemon|玫瑰 Rose D8587F flower|薄荷 Mint 36B3A0 leaf|
海洋 Ocean 2C86C7 drop|芦荟 Aloe 5FAE57 leaf|樱花 Sakura F0A0B8 flower|绿茶 Green_Tea 74A94B leaf|牛奶 Milk 8CB8D8 drop|
生姜 Ginger D19A3A grain|椰油 Coconut A9C4C0 bubbles|竹炭 Charcoal 3F4548 bubbles|蜜桃 Peach F4A07D peach|雪松 Cedar 4B6B52 leaf|白茶 White_Tea B8C49A leaf|清新 Fresh 4CB6D6 bubbles""",
}


@cache
def flavours(key: str) -> tuple[Flavour, ...]:
    """The flavours of one group, in a fixed order."""
    rows = (row.split() for row in _FLAVOUR_TABLE[key].replace("\n", "").split("|"))
    return tuple(
        Flavour(zh, latin.replace("_", " "), _rgb(hexed), icon) for zh, latin, hexed, icon in rows
    )


def _rgb(hexed: str) -> tuple[int, int, int]:
    return int(hexed[:2], 16), int(hexed[2:4], 16), int(hexed[4:], 16)


def _category(key: str, nouns: str, kinds: str, flavour: str, sizes: str, prices: tuple[int, int],
              slogans: str, icons: str) -> Category:  # fmt: skip
    pairs = tuple(
        (zh, latin.replace("_", " ")) for zh, latin in (p.split(":") for p in nouns.split())
    )
    return Category(key, pairs, tuple(kinds.split()), flavour, tuple(sizes.split()), prices,
                    tuple(slogans.split()), tuple(icons.split()))  # fmt: skip


CATEGORIES = (
    _category("juice", "果汁:Juice 鲜果饮:Fruit_Drink 果粒多:Pulpy_Juice 果茶:Fruit_Tea", "bottle can box bottle", "fruit",
              "250ml 330ml 450ml 500ml 1L 1.25L", (350, 1290), "鲜榨好滋味 看得见的果粒 每日维C 阳光鲜果 0脂肪", "drop leaf splash"),
    _category("soda", "汽水:Sparkling 苏打水:Soda 气泡水:Bubble_Water 能量饮料:Energy", "can can bottle", "fruit",
              "200ml 330ml 355ml 480ml 500ml", (250, 790), "0糖0卡 清爽一夏 气泡十足 冰爽畅饮", "bubbles drop splash"),
    _category("tea", "茶饮料:Tea_Drink 原叶茶:Leaf_Tea 冷泡茶:Cold_Brew 凉茶:Herbal_Tea", "bottle box can bottle", "tea",
              "250ml 310ml 500ml 550ml 1L", (300, 890), "回甘清香 山间好茶 一叶一世界 0糖原叶", "leaf flower drop"),
    _category("leaf", "袋泡茶:Tea_Bags 名茶:Fine_Tea 花草茶:Herb_Infusion", "box jar tub pouch", "tea",
              "20包 25袋 50g 100g 125g 200g", (1290, 5990), "高山云雾 匠心手作 明前采摘", "leaf flower"),
    _category("milk", "纯牛奶:Milk 酸牛奶:Yoghurt 风味酸乳:Yogurt 乳酸菌:Probiotic", "box cup bottle cup tub", "dairy",
              "100g 135g 200ml 220g 250ml 450g 1L", (290, 1890), "高钙营养 醇厚丝滑 活性益生菌 牧场直供", "splash drop cow"),
    _category("coffee", "咖啡:Coffee 拿铁:Latte 即溶咖啡:Instant_Coffee 美式:Americano", "can jar bottle box cup", "dairy",
              "180ml 268ml 300ml 100g 200g", (490, 4590), "香醇浓郁 阿拉比卡 深度烘焙 提神时刻", "bean drop"),
    _category("crisps", "薯片:Potato_Chips 虾条:Shrimp_Sticks 锅巴:Rice_Crust 爆米花:Popcorn", "pouch pouch can tub", "savoury",
              "40g 70g 75g 104g 135g 150g", (350, 1490), "香脆可口 一口上瘾 大片真薯 非油炸", "chip chip corn"),
    _category("noodles", "方便面:Noodles 拌面:Dry_Noodles 粉丝:Glass_Noodles 米线:Rice_Noodles", "cup tub pouch box", "savoury",
              "85g 105g 110g 125g 5连包", (350, 1990), "大块真料 劲道爽滑 浓郁汤头 三分钟美味", "bowl chili"),
    _category("biscuit", "饼干:Biscuits 曲奇:Cookies 威化:Wafers 夹心饼:Sandwich_Cookie", "box pouch tub box", "sweet",
              "80g 97g 120g 200g 268g 400g", (390, 2990), "酥脆香浓 早餐好伙伴 层层酥香", "cookie wheat chocolate"),
    _category("sweets", "软糖:Gummies 巧克力:Chocolate 硬糖:Candy 奶糖:Milk_Candy", "pouch box jar tub", "sweet",
              "45g 68g 100g 118g 200g", (290, 3590), "甜蜜一刻 丝滑浓情 开心分享", "chocolate cookie drop"),
    _category("nuts", "每日坚果:Daily_Nuts 瓜子:Seeds 开心果:Pistachio 果仁:Mixed_Nuts", "pouch jar box tub", "grain",
              "25g 150g 180g 250g 500g", (690, 6990), "粒粒饱满 轻烘焙 每日一包", "nut grain leaf"),
    _category("cereal", "燕麦片:Oatmeal 麦片:Cereal 藕粉:Lotus_Powder 杂粮粥:Congee", "box pouch jar can tub", "grain",
              "280g 350g 400g 700g 1kg", (990, 4990), "膳食纤维 营养早餐 0添加蔗糖", "wheat grain bowl"),
    _category("sauce", "辣椒酱:Chili_Sauce 番茄酱:Ketchup 酱油:Soy_Sauce 沙拉酱:Dressing 蚝油:Oyster_Sauce", "jar bottle jar pouch", "savoury",
              "150g 210g 280g 320g 500ml 750ml", (590, 2290), "古法酿造 拌饭拌面 鲜香下饭 晒足180天", "chili tomato drop"),
    _category("jam", "果酱:Jam 蜂蜜:Honey 水果罐头:Canned_Fruit 花生酱:Nut_Butter", "jar jar can", "fruit",
              "170g 220g 310g 425g 500g", (890, 3990), "大颗果肉 慢火熬煮 自然甜", "drop leaf"),
    _category("tin", "午餐肉:Luncheon_Meat 金枪鱼:Tuna 甜玉米:Sweet_Corn 八宝粥:Mixed_Congee 豆豉鱼:Fish", "can can tub", "savoury",
              "185g 198g 280g 340g 397g", (590, 2690), "开罐即食 精选原料 家的味道", "fish bowl corn"),
    _category("ice", "冰淇淋:Ice_Cream 布丁:Pudding 果冻:Jelly 双皮奶:Milk_Pudding", "cup tub cup", "sweet",
              "65g 90g 120g 200g 392g", (350, 3990), "冰爽绵密 浓滑享受 果肉看得见", "splash chocolate strawberry"),
    _category("wash", "洗发水:Shampoo 沐浴露:Body_Wash 洗手液:Hand_Soap 洗洁精:Dish_Soap 洗衣液:Laundry", "bottle bottle pouch", "scent",
              "200ml 300ml 400ml 500g 750ml 1kg", (990, 5990), "温和洁净 持久留香 深层滋养", "drop bubbles flower"),
    _category("care", "牙膏:Toothpaste 香皂:Soap 面膜:Face_Mask 护手霜:Hand_Cream 创可贴:Plasters", "box box tub jar", "scent",
              "50g 90g 108g 120g 5片 100片", (490, 6990), "清新口气 补水保湿 草本精华", "leaf drop bubbles"),
    _category("paper", "抽纸:Tissues 湿巾:Wet_Wipes 手帕纸:Hankies 厨房纸:Kitchen_Towel", "pouch box pouch", "scent",
              "10包 24包 80片 100抽 3层", (290, 3990), "柔韧亲肤 湿水不破 原生木浆", "flower leaf bubbles"),
)  # fmt: skip

SMALL_PRINT = (
    "配料:水、白砂糖、食用盐、全脂乳粉、食品添加剂(柠檬酸、果胶)、食用香精。",
    "贮存条件:置于阴凉干燥处,避免阳光直射,开启后请冷藏并尽快食用。",
    "生产日期:见包装 保质期:十二个月 产品标准代号:Q/CLG0001S",
    "食用方法:开袋即食。过敏原信息:本品含有乳制品、大豆及其制品。",
    "Ingredients: water, sugar, salt, whole milk powder, pectin. Store in a cool dry place.",
    "Best before: see pack. Shake well before use. Keep away from direct sunlight.",
    "制造商:虚构食品有限公司 地址:云上市松林路18号 电话:000-0000000",
)
BADGES = (
    "新品",
    "0糖",
    "高钙",
    "NEW",
    "有机",
    "加量",
    "0脂",
    "畅销",
    "鲜",
    "VC+",
    "限定",
    "PLUS",
    "买一送一",
    "经典",
    "ORGANIC",
    "轻食",
)
