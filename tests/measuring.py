"""Measures made by hand: one of any clause, and those of a clause that ships."""

from chatbot.measures.measure import Measure
from chatbot.measures.vocabulary import Term
from index.clause import Clause, Span


def measure(clause: Clause, text: str, action: str, **named: str) -> Measure:
    """A measure of the words `text`.

    `beneficiaries`, `instruments`, `fields` and `actors` are words of it, separated by blanks,
    as 词 or 名=词; `conditions` are words of it.
    """
    span = _span(clause, text)

    def terms(kind: str) -> tuple[Term, ...]:
        pairs = [word.rpartition("=") for word in named.get(kind, "").split()]
        return tuple(Term(name or word, _span(clause, word, span)) for name, _, word in pairs)

    return Measure(
        clause,
        span,
        Term(action, _span(clause, action, span)),
        terms("actors"),
        terms("beneficiaries"),
        terms("instruments"),
        terms("fields"),
        tuple(_span(clause, word, span) for word in named.get("conditions", "").split()),
    )


def _span(clause: Clause, words: str, within: Span | None = None) -> Span:
    start = clause.text.index(words, within.start if within else 0)
    return Span(start, start + len(words))


def shipped_measures(clause: Clause) -> tuple[Measure, ...]:
    """Measures of a clause of the policy that ships, in no order that matters."""
    rows = ((text, action, named) for text, action, named in _ROWS if text in clause.text)
    return tuple(measure(clause, text, action, **named) for text, action, named in rows)


_ROWS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "引导地方结合产业基础和资源禀赋，合理规划、精准培育和错位发展未来产业",
        "引导",
        {"beneficiaries": "地方", "conditions": "结合产业基础和资源禀赋"},
    ),
    (
        "鼓励龙头企业牵头组建创新联合体，集聚产学研用资源，体系化推进重点领域技术攻关。",
        "鼓励",
        {"beneficiaries": "龙头企业", "instruments": "技术攻关"},
    ),
    ("举办未来产业创新创业大赛，激发各界创新动能。", "举办", {"instruments": "赛事=大赛"}),
    (
        "打造产品交易平台，举办成果对接展会，推动供需精准对接。",
        "打造",
        {"instruments": "平台 成果转化=成果对接"},
    ),
    (
        "落实首台（套）重大技术装备和首批次材料激励政策，加快新技术新产品应用推广。",
        "落实",
        {"instruments": "首台套=首台（套）"},
    ),
    (
        "突破高级别智能网联汽车、元宇宙入口等具有爆发潜能的超级终端，构筑产业竞争新优势。",
        "突破",
        {"fields": "智能网联汽车 元宇宙"},
    ),
    (
        "探索以区块链为核心技术、以数据为关键要素，构建下一代互联网创新应用和数字化生态。",
        "探索",
        {"fields": "区块链 下一代互联网"},
    ),
    (
        (
            "加快实施重大技术装备攻关工程，突破人形机器人、量子计算机、超高速列车、下一代大飞机、"
            "绿色智能船舶、无人船艇等高端装备产品，以整机带动新技术产业化落地"
        ),
        "突破",
        {
            "instruments": "技术攻关=攻关工程",
            "fields": "人形机器人 量子信息=量子计算机 超高速列车 大飞机 智能船舶 无人船艇",
        },
    ),
    (
        "引导领军企业前瞻谋划新赛道，通过内部创业、投资孵化等培育未来产业新主体。",
        "引导",
        {"beneficiaries": "龙头企业=领军企业", "instruments": "孵化"},
    ),
    (
        "实施中央企业未来产业启航行动计划，加快培育未来产业新企业。",
        "实施",
        {"beneficiaries": "中央企业"},
    ),
    (
        "建设未来产业创新型中小企业孵化基地",
        "建设",
        {"beneficiaries": "中小企业", "instruments": "平台=孵化基地"},
    ),
    (
        "梯度培育专精特新中小企业、高新技术企业和“小巨人”企业。",
        "培育",
        {"beneficiaries": "中小企业=专精特新中小企业 高新技术企业 中小企业=“小巨人”企业"},
    ),
    ("支持新型研发机构快速发展", "支持", {"beneficiaries": "新型研发机构"}),
    (
        "鼓励有条件的地区先行先试",
        "鼓励",
        {"beneficiaries": "地方=地区", "conditions": "有条件的地区"},
    ),
    (
        (
            "面向设计、生产、检测、运维等环节打造应用试验场，"
            "以产品规模化迭代应用促进未来产业技术成熟。"
        ),
        "打造",
        {"instruments": "场景=应用试验场"},
    ),
    (
        "发挥中央企业丰富场景优势，加快建设多元化未来制造场景。",
        "发挥",
        {"beneficiaries": "中央企业", "instruments": "场景"},
    ),
    (
        "定期遴选发布典型应用场景清单和推荐目录，建立优秀案例和解决方案库。",
        "遴选",
        {"instruments": "场景 目录"},
    ),
    (
        "引导地方开发特色化的标杆示范场景，依托场景组织高水平供需对接活动",
        "引导",
        {"beneficiaries": "地方", "instruments": "场景"},
    ),
    (
        "鼓励企业面向应用场景开展创新研发",
        "鼓励",
        {"beneficiaries": "企业", "instruments": "场景=应用场景"},
    ),
    (
        "支持高校和科研院所针对原创性、颠覆性技术，建设早期试验场景",
        "支持",
        {"beneficiaries": "高校 科研院所", "instruments": "场景=试验场景"},
    ),
    (
        "引导企业对标达标，加速未来产业标准应用推广。",
        "引导",
        {"beneficiaries": "企业", "instruments": "标准"},
    ),
    (
        (
            "按产业需求建设一批中试和应用验证平台，提升精密测量仪器、高端试验设备、设计仿真软件等"
            "供给能力，为关键技术验证提供试用环境，加快新技术向现实生产力转化。"
        ),
        "建设",
        {"instruments": "平台 设备=高端试验设备"},
    ),
    (
        "强化校企联合培养，拓展海外引才渠道，加大前沿领域紧缺高层次人才的引进力度。",
        "强化",
        {"beneficiaries": "人才=高层次人才", "instruments": "人才"},
    ),
    (
        "围绕脑机接口、量子信息等专业领域制定专项政策文件",
        "制定",
        {"fields": "脑机接口 量子信息"},
    ),
    (
        "推动制造业转型升级基金、国家中小企业发展基金等加大投入",
        "推动",
        {"beneficiaries": "中小企业", "instruments": "资金=基金"},
    ),
    (
        "鼓励政策性银行和金融机构等加大投入",
        "鼓励",
        {"beneficiaries": "金融机构=政策性银行 金融机构", "instruments": "资金=投入"},
    ),
    (
        "引导地方设立未来产业专项资金",
        "引导",
        {"beneficiaries": "地方", "instruments": "资金=专项资金"},
    ),
    (
        "发挥行业协会等社会组织作用，推广先进的典型案例",
        "发挥",
        {"beneficiaries": "行业协会"},
    ),
    (
        "鼓励国内企业与研究机构走出去，深度参与全球未来产业分工。",
        "鼓励",
        {"beneficiaries": "企业=国内企业 科研院所=研究机构", "instruments": "国际合作=走出去"},
    ),
    (
        "鼓励跨国公司、国外科研机构等在我国建设前沿技术研发中心",
        "鼓励",
        {"beneficiaries": "跨国公司 国外科研机构", "instruments": "平台=研发中心"},
    ),
)
