"""Names and shapes in official files, written from the tables of spec 1.2, 1.5, 3.2 and 3.3.

Written apart from our networks, so that both can be compared.
"""

Shapes = dict[str, tuple[int, ...]]

# stem, blocks2 .. blocks6
LCNET_WIDTHS = {
    0.25: (8, 8, 16, 32, 64, 128), 0.35: (8, 16, 24, 48, 88, 176),
    0.5: (8, 16, 32, 64, 128, 256), 0.75: (16, 24, 48, 96, 192, 384),
    1.0: (16, 32, 64, 128, 256, 512), 1.5: (24, 48, 96, 192, 384, 768),
    2.0: (32, 64, 128, 256, 512, 1024), 2.5: (40, 80, 160, 320, 640, 1280),
}  # fmt: skip


def lcnet(scale: float, prefix: str = "", *, last_conv: bool = True, classes: int = 0) -> Shapes:
    stem, w2, w3, w4, w5, w6 = LCNET_WIDTHS[scale]
    shapes: Shapes = _conv_bn(f"{prefix}conv1", (stem, 3, 3, 3))
    blocks = [
        ("blocks2.0", 3, stem, w2), ("blocks3.0", 3, w2, w3), ("blocks3.1", 3, w3, w3),
        ("blocks4.0", 3, w3, w4), ("blocks4.1", 3, w4, w4), ("blocks5.0", 3, w4, w5),
        *((f"blocks5.{row}", 5, w5, w5) for row in range(1, 6)),
        ("blocks6.0", 5, w5, w6), ("blocks6.1", 5, w6, w6),
    ]  # fmt: skip
    for name, kernel, cin, cout in blocks:
        shapes |= _conv_bn(f"{prefix}{name}.dw_conv", (cin, 1, kernel, kernel))
        shapes |= _se(f"{prefix}{name}.se", cin) if name.startswith("blocks6") else {}
        shapes |= _conv_bn(f"{prefix}{name}.pw_conv", (cout, cin, 1, 1))
    if last_conv:
        shapes[f"{prefix}last_conv.weight"] = (1280, w6, 1, 1)
    if classes:
        shapes |= {f"{prefix}fc.weight": (1280, classes), f"{prefix}fc.bias": (classes,)}
    return shapes


def rec_model(scale: float = 2.5, dim: int = 512, *, products: int = 0) -> Shapes:
    shapes = lcnet(scale, "backbone.")
    shapes |= {"neck.fc.weight": (1280, dim), "neck.fc.bias": (dim,)}
    return shapes | ({"head.weight": (dim, products)} if products else {})


def lcnet_v2(
    prefix: str = "", *, dim: int, bias: bool, folded: bool = False, last_branches: int = 2
) -> Shapes:
    """PPLCNetV2_base; `last_branches` of the first block of the last stage: 3 at stride 1."""
    shapes = _conv_bn(f"{prefix}stem.0", (32, 3, 3, 3))
    shapes |= _v2_block(f"{prefix}stem.1", 3, 32, 64)
    for stage, (count, kernel, cin) in enumerate(
        [(2, 3, 64), (2, 3, 128), (6, 5, 256), (2, 5, 512)]
    ):
        for row in range(count):
            first = cin if row == 0 else 2 * cin
            branches = 0 if stage < 2 else 3 if row else (2 if stage == 2 else last_branches)
            shapes |= _v2_block(
                f"{prefix}stages.{stage}.{row}", kernel, first, 2 * cin, branches=branches,
                folded=folded, is_third=stage == 2,
            )  # fmt: skip
    shapes[f"{prefix}last_conv.weight"] = (dim, 1024, 1, 1)
    return shapes | ({f"{prefix}last_conv.bias": (dim,)} if bias else {})


def rec_model_v2(dim: int = 512, *, folded: bool = False, products: int = 0) -> Shapes:
    shapes = lcnet_v2("backbone.", dim=dim, bias=True, folded=folded, last_branches=3)
    shapes |= _bn("neck.feat_bn", dim)
    return shapes | ({"head.fc.weight": (dim, products)} if products else {})


def picodet(scale: float = 2.5, variant: str = "lite_v1") -> Shapes:
    c, kernel, pairs = {"lite_v1": (96, 3, 2), "config_640": (128, 5, 4)}[variant]
    shapes = lcnet(scale, "backbone.", last_conv=False)
    for row, cin in enumerate(LCNET_WIDTHS[scale][3:]):
        shapes |= _conv_bn(f"neck.conv_t.convs.{row}", (c, cin, 1, 1))
    for name in ("first_top_conv", "second_top_conv", "downsamples.0", "downsamples.1"):
        shapes |= _dp(f"neck.{name}", c, kernel)
    for name in ("top_down_blocks.0", "top_down_blocks.1", "bottom_up_blocks.0",
                 "bottom_up_blocks.1"):  # fmt: skip
        shapes |= _conv_bn(f"neck.{name}.main_conv", (c // 2, 2 * c, 1, 1))
        shapes |= _conv_bn(f"neck.{name}.short_conv", (c // 2, 2 * c, 1, 1))
        shapes |= _conv_bn(f"neck.{name}.final_conv", (c, c, 1, 1))
        shapes |= _conv_bn(f"neck.{name}.blocks.0.conv1", (c // 2, c // 2, 1, 1))
        shapes |= _dp(f"neck.{name}.blocks.0.conv2", c // 2, kernel)
    for level in range(4):
        for pair in range(pairs):
            dw, pw = (f"head.conv_feat.cls_conv_{kind}{level}.{pair}" for kind in ("dw", "pw"))
            shapes |= {f"{dw}.conv.weight": (c, 1, 5, 5), **_bn(f"{dw}.norm", c)}
            shapes |= {f"{pw}.conv.weight": (c, c, 1, 1), **_bn(f"{pw}.norm", c)}
        shapes |= {f"head.head_cls{level}.weight": (33, c, 1, 1)}
        shapes |= {f"head.head_cls{level}.bias": (33,)}
    return shapes | {"head.distribution_project.project": (8,)}


def _v2_block(
    name: str, kernel: int, cin: int, cout: int, *, branches: int = 0, folded: bool = False,
    is_third: bool = False,
) -> Shapes:  # fmt: skip
    shapes: Shapes = {}
    if branches and folded:
        shapes |= {
            f"{name}.dw_conv.weight": (cin, 1, kernel, kernel),
            f"{name}.dw_conv.bias": (cin,),
        }
    elif branches:
        for row, k in enumerate((5, 3, 1)[:branches]):
            shapes |= _conv_bn(f"{name}.dw_conv_list.{row}", (cin, 1, k, k))
    else:
        shapes |= _conv_bn(f"{name}.dw_conv", (cin, 1, kernel, kernel))
    if is_third:
        shapes |= _se(f"{name}.se", cin)
        shapes |= _conv_bn(f"{name}.pw_conv_1", (cout // 2, cin, 1, 1))
        return shapes | _conv_bn(f"{name}.pw_conv_2", (cout, cout // 2, 1, 1))
    return shapes | _conv_bn(f"{name}.pw_conv", (cout, cin, 1, 1))


def _bn(name: str, c: int) -> Shapes:
    return {f"{name}.{part}": (c,) for part in ("weight", "bias", "_mean", "_variance")}


def _conv_bn(name: str, shape: tuple[int, ...]) -> Shapes:
    return {f"{name}.conv.weight": shape, **_bn(f"{name}.bn", shape[0])}


def _se(name: str, c: int) -> Shapes:
    return {
        f"{name}.conv1.weight": (c // 4, c, 1, 1), f"{name}.conv1.bias": (c // 4,),
        f"{name}.conv2.weight": (c, c // 4, 1, 1), f"{name}.conv2.bias": (c,),
    }  # fmt: skip


def _dp(name: str, c: int, kernel: int) -> Shapes:
    """Depthwise and pointwise of c channels; the first level's takes c in and gives c."""
    return {
        f"{name}.dwconv.weight": (c, 1, kernel, kernel), **_bn(f"{name}.bn1", c),
        f"{name}.pwconv.weight": (c, c, 1, 1), **_bn(f"{name}.bn2", c),
    }  # fmt: skip
