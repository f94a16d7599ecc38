"""A config and pictures on which a network learns in seconds: products are plain patterns."""

from pathlib import Path

import cv2
import numpy as np

from colugo.legacy.train_config import TrainConfig

PRODUCTS, PHOTOS, SIDE_PX = 4, 6, 48


def draw_pictures(folder: Path) -> None:
    """Write pictures of every product and the lists `train.txt` and `test.txt`."""
    rng = np.random.default_rng(0)
    colours = rng.integers(40, 215, (PRODUCTS, 3))
    lines = []
    for label, colour in enumerate(colours):
        for number in range(PHOTOS):
            noise = rng.normal(0, 12, (SIDE_PX, SIDE_PX, 3))
            pixels = np.clip(colour + noise, 0, 255).astype(np.uint8)
            name = f"{label}_{number}.png"
            (folder / name).write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
            lines.append(f"{name} {label} {number}")
    (folder / "train.txt").write_text("\n".join(lines))
    (folder / "test.txt").write_text("\n".join(lines[1::2]))


def tiny_config(folder: Path, *, batch: int = 8, **general: object) -> TrainConfig:
    """The config of those pictures; `general` changes keys of Global."""
    normalise = {"NormalizeImage": {"scale": "1.0/255.0", "order": ""}}
    resize = {"ResizeImage": {"size": 32}}

    def part(name: str, list_name: str, ops: list[dict[str, object]], batch: int) -> object:
        dataset = {
            "name": name, "image_root": str(folder), "cls_label_path": str(folder / list_name),
            "transform_ops": ops,
        }  # fmt: skip
        is_train = list_name == "train.txt"
        return {"dataset": dataset, "sampler": {"batch_size": batch, "shuffle": is_train}}

    crop = {"RandCropImage": {"size": 32, "scale": [0.5, 1.0]}}
    evaluated = part("VeriWild", "test.txt", [resize, normalise], 5)
    flip = {"RandFlipImage": {"flip_code": 1}}
    return TrainConfig.model_validate(
        {
            "Global": {
                "output_dir": str(folder / "output"), "epochs": 3, "print_batch_step": 1,
                "image_shape": [3, 32, 32], "save_inference_dir": str(folder / "inference"),
                "seed": 5,
            } | general,
            "Arch": {
                "Backbone": {"name": "PPLCNet_x0_25"}, "Neck": {"class_num": 16},
                "Head": {"embedding_size": 16, "class_num": PRODUCTS, "margin": 0.1, "scale": 16},
            },
            "Optimizer": {
                "lr": {"learning_rate": 0.01, "warmup_epoch": 1}, "regularizer": {"coeff": 1e-5},
            },
            "DataLoader": {
                "Train": part("ImageNetDataset", "train.txt", [crop, flip, normalise], batch),
                "Eval": {"Query": evaluated, "Gallery": evaluated},
            },
        }
    )  # fmt: skip
