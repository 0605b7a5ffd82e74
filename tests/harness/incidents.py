"""Questions about known incidents, made from words and places of its own: estates × matters × wordings, from a seed.

An incident is one matter at one estate. Its first wording is a plain sentence; the others say the same with other
openings, endings, orders and words, as people type. Nothing here is anybody's message.
"""

import random

ESTATES = ("东岭花园", "柳河里小区", "望海家园", "青石苑", "北坡新村", "枫林雅居", "南湖公馆", "紫荆小区", "海棠湾", "金穗家园",
           "云杉里", "白鹭洲小区", "长堤新城", "松涛苑", "梧桐里", "银杏家园", "芦花港小区", "石榴巷社区", "双桥新村", "落霞苑")
# Matter: the sentences that people build, `{}` is the estate.
MATTERS = {
    "water": ("{}停水了，什么时候恢复供水？", "{}什么时候恢复供水，停水一上午了", "{}停水，几点恢复供水"),
    "power": ("{}停电了，什么时候来电？", "{}停电，几点来电", "{}怎么又停电，什么时候来电"),
    "heating": ("{}暖气不热，室温只有十五度", "{}暖气不热怎么办，室温很低", "{}的暖气一直不热，室温上不去"),
    "lift": ("{}电梯坏了好几天，什么时候修好？", "{}电梯坏了没人修，什么时候能修好", "{}电梯坏了，老人上不了楼，什么时候修好"),
    "lamps": ("{}门口路灯不亮，晚上很黑", "{}门口的路灯不亮好几天了，晚上太黑", "{}门口路灯不亮，晚上走路害怕"),
    "rubbish": ("{}垃圾没人清运，堆了好几天", "{}的垃圾堆了好几天，没人清运", "{}垃圾没人清运，太臭了"),
    "noise": ("{}旁边工地夜间施工，噪音扰民", "{}旁边的工地夜间施工噪音太大，睡不着", "{}旁边工地夜间施工噪音扰民，没法休息"),
    "bus": ("{}站公交车改线了吗？等不到车", "{}站的公交车是不是改线了", "{}站公交车改线，等了半天等不到车"),
    "parking": ("{}消防通道被私家车占用停车", "{}的消防通道停满私家车，被占用", "{}消防通道被私家车占用，没人管"),
    "sewer": ("{}下水道堵了，污水往外冒", "{}下水道堵塞，污水往外冒", "{}下水道堵了，污水冒到路上"),
}
OPENINGS = ("", "", "请问", "你好，", "您好，请问", "我想问一下，", "老师好，", "麻烦问下，")
ENDINGS = ("", "", "，谢谢", "，请尽快处理", "，麻烦回复一下", "，急")


def incidents(count):
    """The first `count` incidents: (estate, matter)."""
    every = [(estate, matter) for matter in MATTERS for estate in ESTATES]
    assert count <= len(every), f"there are {len(every)} incidents"
    return every[:count]


def questions(count, of_incidents, seed, wordings=None):
    """`count` questions of so many incidents, shuffled: `{"incident", "text"}`; each incident is asked about equally often.
    `wordings` bounds how many sentences a matter has; openings and endings differ all the same."""
    chance, rows = random.Random(seed), []
    for number in range(count):
        incident = number % of_incidents
        estate, matter = incidents(of_incidents)[incident]
        sentence = chance.choice(MATTERS[matter][:wordings]).format(estate)
        rows.append({"incident": incident, "text": chance.choice(OPENINGS) + sentence + chance.choice(ENDINGS)})
    chance.shuffle(rows)
    return rows
