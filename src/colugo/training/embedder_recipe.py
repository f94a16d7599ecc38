"""The settings of one embedder, read from a short YAML file; unknown keys are refused."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from colugo.errors import RecipeInvalid
from colugo.training.networks.mobilenet_v2 import FEATURES

# longer than the features that it is made of, a part would hold nothing more
_Dim = Annotated[int, Field(ge=1, le=FEATURES)]


class EmbedderRecipe(BaseModel):
    """What a two-headed embedder is trained from, on, and how long."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="Name of the model, part of its id.")
    start: Path = Field(description="MobileNetV2 TFLite file with the ImageNet weights.")
    grocery: Path = Field(description="Folder of the Grocery Store photos.")
    folders: tuple[Path, ...] = Field((), description="Data sets of one folder per product.")
    hold_out: Literal["none", "unseen"] = Field(
        "none", description="`unseen` leaves out the 20 labels that a twin is judged on."
    )
    output: Path = Field(description="Folder for checkpoints, curve and maps.")
    size_px: int = Field(
        224, ge=96, le=384, multiple_of=32, description="Side of the picture, in pixels."
    )
    blocks: int = Field(13, ge=1, le=16, description="MobileNetV2 blocks in the frozen trunk.")
    dims: tuple[_Dim, _Dim] = Field((256, 256), description="Lengths of special and general part.")
    general_weight: float = Field(1.0, ge=0, le=4, description="Weight of the general part.")
    shrinkage: float = Field(0.01, gt=0, le=1, description="Of the whitening; see Whitening.fit.")
    views: int = Field(8, ge=1, le=64, description="Augmented views of each grocery photo.")
    folder_views: int = Field(2, ge=1, le=64, description="The same for photos of `folders`.")
    epochs: float = Field(3.0, gt=0, le=200, description="Times that every view is seen.")
    batch: int = Field(64, ge=2, le=1024, description="Views per step.")
    learning_rate: float = Field(0.02, gt=0, le=1, description="Of the tail; the head's is 3x.")
    weight_decay: float = Field(5e-4, ge=0, le=1)
    margin: float = Field(0.2, ge=0, le=1, description="Of ArcMargin, reached after 40 percent.")
    scale: float = Field(24.0, gt=0, le=100, description="Of ArcMargin.")
    seed: int = Field(0, ge=0, description="Of weights, views, order and mirroring.")

    @classmethod
    def load(cls, path: Path) -> "EmbedderRecipe":
        """Read the recipe at `path`; paths in it are relative to the working folder.

        Raises:
            RecipeInvalid: missing, not YAML, an unknown key, or a value out of its limits.
        """
        try:
            return cls(**yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError) as error:
            raise RecipeInvalid(str(path), f"it is no readable YAML mapping: {error}") from error
        except ValidationError as error:
            problem = error.errors()[0]
            name = ".".join(str(part) for part in problem["loc"])
            raise RecipeInvalid(
                str(path), f"{name}: {problem['msg']}, got {problem['input']!r}"
            ) from error
