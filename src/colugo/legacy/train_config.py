"""The training config of PaddleClas release/2.3 as typed objects. Reads no file.

A key that no object has is refused with the nearest one that it has.
Source: ../shared/spec/predecessor-interfaces.md 2.2 and 2.3.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """Keys that belong together; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class GlobalSection(Section):
    """Where things are, how long, on what."""

    checkpoints: str | None = Field(None, description="Checkpoint to go on from, no extension.")
    pretrained_model: str | None = Field(None, description="Weights to start from, no extension.")
    output_dir: str = Field("./output/", description="Folder of checkpoints, logs and curves.")
    device: Literal["cpu", "gpu"] = Field("cpu", description="What computes.")
    save_interval: int = Field(1, ge=0, description="Epochs between kept checkpoints; 0 never.")
    eval_during_train: bool = Field(True, description="Whether epochs are evaluated.")
    eval_interval: Count = Field(1, description="Epochs between evaluations.")
    epochs: Count = 100
    print_batch_step: Count = Field(10, description="Steps between lines of the log.")
    use_visualdl: bool = Field(False, description="Taken and not needed: curves are always kept.")
    image_shape: list[int] = Field([3, 224, 224], description="Channels, height, width.")
    save_inference_dir: str = Field("./inference", description="Folder of the export.")
    eval_mode: Literal["retrieval"] = Field("retrieval", description="What evaluation means.")
    use_dali: Literal[False] = Field(False, description="Readers here are the loader's workers.")
    to_static: bool = Field(False, description="Taken and not needed: torch runs as it is.")
    sim_block_size: Count = Field(64, description="Queries compared at once.")
    feature_normalize: bool = Field(True, description="Whether features get length 1.")
    feature_binarize: Literal["round", "sign"] | None = None
    seed: int = Field(0, ge=0)
    threads: int = Field(0, ge=0, description="CPU threads of torch; 0 leaves it to torch.")
    ema_decay: float = Field(0.0, ge=0, lt=1, description="Of averaged weights; 0 keeps none.")
    amp: bool = Field(False, description="bfloat16 where the device has it.")


class BackboneSection(Section):
    """The network up to the pooled features."""

    name: str
    pretrained: bool | str = Field(False, description="True: ImageNet's; or a path.")
    use_ssld: bool = Field(False, description="Of official weights the SSLD ones.")
    class_expand: Count = Field(1280, description="Width of the pooled features.")


class StopSection(Section):
    """Where the backbone ends."""

    name: Literal["flatten", "flatten_0"] = "flatten"


class NeckSection(Section):
    """From pooled features to the embedding."""

    name: Literal["FC", "BNNeck"] = "FC"
    embedding_size: Count = Field(1280, description="FC: width of the pooled features.")
    class_num: Count = Field(512, description="FC: length of the embedding.")
    num_features: Count | None = Field(None, description="BNNeck: the same as class_expand.")
    weight_attr: Any = Field(None, description="BNNeck: taken; its weights start at 1.")
    bias_attr: Any = Field(None, description="BNNeck: taken; its bias stays 0, as there.")


class HeadSection(Section):
    """The head that only training has."""

    name: Literal["ArcMargin"] = "ArcMargin"
    embedding_size: Count = 512
    class_num: Count
    margin: float = 0.5
    scale: float = Field(80.0, gt=0)
    easy_margin: bool = False


class ArchSection(Section):
    """The whole network."""

    name: Literal["RecModel"] = "RecModel"
    infer_output_key: Literal["features"] = "features"
    infer_add_softmax: Literal[False] = False
    backbone: BackboneSection = Field(alias="Backbone")
    stop: StopSection = Field(
        default_factory=lambda: StopSection.model_validate({}), alias="BackboneStopLayer"
    )
    neck: NeckSection = Field(default_factory=lambda: NeckSection.model_validate({}), alias="Neck")
    head: HeadSection = Field(alias="Head")

    @property
    def dim(self) -> int:
        """Length of an embedding."""
        if self.neck.name == "FC":
            return self.neck.class_num
        return self.neck.num_features or self.backbone.class_expand


class CELossSection(Section):
    """Softmax cross entropy."""

    weight: float = Field(1.0, description="Ignored where it is the only loss, as there.")
    epsilon: Share | None = Field(None, description="Label smoothing.")


class LossSection(Section):
    """Losses by phase, a list of one-key mappings."""

    train: list[dict[str, CELossSection]] = Field(
        default_factory=lambda: [{"CELoss": CELossSection.model_validate({})}],
        alias="Train",
        min_length=1,
        max_length=1,
    )
    evaluation: list[dict[str, Any]] = Field([], alias="Eval", description="Never computed.")

    @field_validator("train")
    @classmethod
    def _is_cross_entropy(cls, losses: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if list(losses[0]) != ["CELoss"]:
            raise ValueError(f"expected one CELoss, got {', '.join(losses[0]) or 'nothing'}")
        return losses


class RateSection(Section):
    """The learning rate over the steps."""

    name: Literal["Cosine"] = "Cosine"
    learning_rate: float = Field(gt=0)
    warmup_epoch: float = Field(0, ge=0)


class RegularizerSection(Section):
    """Decay of weights."""

    name: Literal["L2"] = "L2"
    coeff: float = Field(0.0, ge=0)


class OptimizerSection(Section):
    """Heavy-ball momentum."""

    name: Literal["Momentum"] = "Momentum"
    momentum: Share = 0.9
    lr: RateSection
    regularizer: RegularizerSection = Field(
        default_factory=lambda: RegularizerSection.model_validate({})
    )


class DatasetSection(Section):
    """A list of pictures; `transform_ops` are checked where they are built."""

    name: Literal["ImageNetDataset", "VeriWild"]
    image_root: str
    cls_label_path: str
    delimiter: str | None = None
    transform_ops: list[dict[str, dict[str, Any] | None]] = []


class SamplerSection(Section):
    """How pictures become batches."""

    name: Literal["DistributedBatchSampler", "BatchSampler"] = "DistributedBatchSampler"
    batch_size: Count = 64
    drop_last: bool = False
    shuffle: bool = False


class LoaderSection(Section):
    """Who makes the batches."""

    num_workers: int = Field(0, ge=0, le=256)
    use_shared_memory: bool = Field(True, description="Taken and not needed.")


class PartSection(Section):
    """One set of pictures with its batches."""

    dataset: DatasetSection
    sampler: SamplerSection = Field(default_factory=lambda: SamplerSection.model_validate({}))
    loader: LoaderSection = Field(default_factory=lambda: LoaderSection.model_validate({}))


class EvalSection(Section):
    """What is asked, and what it is compared with."""

    query: PartSection = Field(alias="Query")
    gallery: PartSection = Field(alias="Gallery")


class DataSection(Section):
    """The sets of pictures."""

    train: PartSection | None = Field(None, alias="Train")
    evaluation: EvalSection | None = Field(None, alias="Eval")


class MetricSection(Section):
    """What is reported: a list of one-key mappings; the first is what is best kept by."""

    train: Any = Field(None, alias="Train")
    evaluation: list[dict[str, Any]] = Field([{"Recallk": {"topk": [1, 5]}}], alias="Eval")

    @field_validator("evaluation")
    @classmethod
    def _is_known(cls, metrics: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for name in (name for metric in metrics for name in metric):
            if name not in ("Recallk", "mAP", "mINP", "Precisionk"):
                raise ValueError(f"expected Recallk, mAP, mINP or Precisionk, got {name}")
        return metrics


class TrainConfig(Section):
    """A whole training config."""

    general: GlobalSection = Field(
        default_factory=lambda: GlobalSection.model_validate({}), alias="Global"
    )
    arch: ArchSection = Field(alias="Arch")
    loss: LossSection = Field(default_factory=lambda: LossSection.model_validate({}), alias="Loss")
    optimizer: OptimizerSection = Field(alias="Optimizer")
    data: DataSection = Field(alias="DataLoader")
    metric: MetricSection = Field(
        default_factory=lambda: MetricSection.model_validate({}), alias="Metric"
    )
