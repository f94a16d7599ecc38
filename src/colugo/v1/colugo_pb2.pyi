from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RecogniseRequest(_message.Message):
    __slots__ = ("picture", "draw", "store_id")
    PICTURE_FIELD_NUMBER: _ClassVar[int]
    DRAW_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    picture: bytes
    draw: bool
    store_id: str
    def __init__(self, picture: _Optional[bytes] = ..., draw: _Optional[bool] = ..., store_id: _Optional[str] = ...) -> None: ...

class Scene(_message.Message):
    __slots__ = ("lines", "verdicts", "total_minor", "currency", "is_settled", "picture_jpeg")
    LINES_FIELD_NUMBER: _ClassVar[int]
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    IS_SETTLED_FIELD_NUMBER: _ClassVar[int]
    PICTURE_JPEG_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[Line]
    verdicts: _containers.RepeatedCompositeFieldContainer[Verdict]
    total_minor: int
    currency: str
    is_settled: bool
    picture_jpeg: bytes
    def __init__(self, lines: _Optional[_Iterable[_Union[Line, _Mapping]]] = ..., verdicts: _Optional[_Iterable[_Union[Verdict, _Mapping]]] = ..., total_minor: _Optional[int] = ..., currency: _Optional[str] = ..., is_settled: _Optional[bool] = ..., picture_jpeg: _Optional[bytes] = ...) -> None: ...

class Line(_message.Message):
    __slots__ = ("sku", "name", "quantity", "unit_price_minor", "total_minor")
    SKU_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    total_minor: int
    def __init__(self, sku: _Optional[str] = ..., name: _Optional[str] = ..., quantity: _Optional[int] = ..., unit_price_minor: _Optional[int] = ..., total_minor: _Optional[int] = ...) -> None: ...

class Verdict(_message.Message):
    __slots__ = ("xyxy", "score", "verdict", "chance", "by", "sku", "similarity", "candidates")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Verdict.Kind]
        KNOWN: _ClassVar[Verdict.Kind]
        UNSURE: _ClassVar[Verdict.Kind]
        UNKNOWN: _ClassVar[Verdict.Kind]
    KIND_UNSPECIFIED: Verdict.Kind
    KNOWN: Verdict.Kind
    UNSURE: Verdict.Kind
    UNKNOWN: Verdict.Kind
    class By(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        BY_UNSPECIFIED: _ClassVar[Verdict.By]
        LOOK: _ClassVar[Verdict.By]
        BARCODE: _ClassVar[Verdict.By]
    BY_UNSPECIFIED: Verdict.By
    LOOK: Verdict.By
    BARCODE: Verdict.By
    XYXY_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    CHANCE_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    SKU_FIELD_NUMBER: _ClassVar[int]
    SIMILARITY_FIELD_NUMBER: _ClassVar[int]
    CANDIDATES_FIELD_NUMBER: _ClassVar[int]
    xyxy: _containers.RepeatedScalarFieldContainer[float]
    score: float
    verdict: Verdict.Kind
    chance: float
    by: Verdict.By
    sku: str
    similarity: float
    candidates: _containers.RepeatedCompositeFieldContainer[Candidate]
    def __init__(self, xyxy: _Optional[_Iterable[float]] = ..., score: _Optional[float] = ..., verdict: _Optional[_Union[Verdict.Kind, str]] = ..., chance: _Optional[float] = ..., by: _Optional[_Union[Verdict.By, str]] = ..., sku: _Optional[str] = ..., similarity: _Optional[float] = ..., candidates: _Optional[_Iterable[_Union[Candidate, _Mapping]]] = ...) -> None: ...

class Candidate(_message.Message):
    __slots__ = ("sku", "similarity")
    SKU_FIELD_NUMBER: _ClassVar[int]
    SIMILARITY_FIELD_NUMBER: _ClassVar[int]
    sku: str
    similarity: float
    def __init__(self, sku: _Optional[str] = ..., similarity: _Optional[float] = ...) -> None: ...

class Frame(_message.Message):
    __slots__ = ("number", "picture", "store_id")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    PICTURE_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    number: int
    picture: bytes
    store_id: str
    def __init__(self, number: _Optional[int] = ..., picture: _Optional[bytes] = ..., store_id: _Optional[str] = ...) -> None: ...

class FrameAnswer(_message.Message):
    __slots__ = ("number", "scene", "problem")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    number: int
    scene: Scene
    problem: Problem
    def __init__(self, number: _Optional[int] = ..., scene: _Optional[_Union[Scene, _Mapping]] = ..., problem: _Optional[_Union[Problem, _Mapping]] = ...) -> None: ...

class EnrolRequest(_message.Message):
    __slots__ = ("sku", "photos")
    SKU_FIELD_NUMBER: _ClassVar[int]
    PHOTOS_FIELD_NUMBER: _ClassVar[int]
    sku: str
    photos: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, sku: _Optional[str] = ..., photos: _Optional[_Iterable[bytes]] = ...) -> None: ...

class Enrolled(_message.Message):
    __slots__ = ("photos", "advice")
    PHOTOS_FIELD_NUMBER: _ClassVar[int]
    ADVICE_FIELD_NUMBER: _ClassVar[int]
    photos: _containers.RepeatedCompositeFieldContainer[Photo]
    advice: _containers.RepeatedCompositeFieldContainer[Advice]
    def __init__(self, photos: _Optional[_Iterable[_Union[Photo, _Mapping]]] = ..., advice: _Optional[_Iterable[_Union[Advice, _Mapping]]] = ...) -> None: ...

class Photo(_message.Message):
    __slots__ = ("id", "sku", "sha256", "width_px", "height_px", "added_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    SKU_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    WIDTH_PX_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_PX_FIELD_NUMBER: _ClassVar[int]
    ADDED_AT_FIELD_NUMBER: _ClassVar[int]
    id: int
    sku: str
    sha256: str
    width_px: int
    height_px: int
    added_at: str
    def __init__(self, id: _Optional[int] = ..., sku: _Optional[str] = ..., sha256: _Optional[str] = ..., width_px: _Optional[int] = ..., height_px: _Optional[int] = ..., added_at: _Optional[str] = ...) -> None: ...

class Advice(_message.Message):
    __slots__ = ("kind", "sku", "other_sku", "photo_id", "sentence")
    KIND_FIELD_NUMBER: _ClassVar[int]
    SKU_FIELD_NUMBER: _ClassVar[int]
    OTHER_SKU_FIELD_NUMBER: _ClassVar[int]
    PHOTO_ID_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    sku: str
    other_sku: str
    photo_id: int
    sentence: str
    def __init__(self, kind: _Optional[str] = ..., sku: _Optional[str] = ..., other_sku: _Optional[str] = ..., photo_id: _Optional[int] = ..., sentence: _Optional[str] = ...) -> None: ...

class SearchRequest(_message.Message):
    __slots__ = ("name", "picture", "limit", "store_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PICTURE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    picture: bytes
    limit: int
    store_id: str
    def __init__(self, name: _Optional[str] = ..., picture: _Optional[bytes] = ..., limit: _Optional[int] = ..., store_id: _Optional[str] = ...) -> None: ...

class SearchAnswer(_message.Message):
    __slots__ = ("found",)
    FOUND_FIELD_NUMBER: _ClassVar[int]
    found: _containers.RepeatedCompositeFieldContainer[Found]
    def __init__(self, found: _Optional[_Iterable[_Union[Found, _Mapping]]] = ...) -> None: ...

class Found(_message.Message):
    __slots__ = ("product", "similarity")
    PRODUCT_FIELD_NUMBER: _ClassVar[int]
    SIMILARITY_FIELD_NUMBER: _ClassVar[int]
    product: Product
    similarity: float
    def __init__(self, product: _Optional[_Union[Product, _Mapping]] = ..., similarity: _Optional[float] = ...) -> None: ...

class Product(_message.Message):
    __slots__ = ("sku", "name", "price", "price_minor", "currency", "barcodes", "is_active", "name_en", "category_id", "unit", "tax_class", "min_age_years", "sold_from", "sold_until", "plu", "price_now")
    SKU_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    PRICE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BARCODES_FIELD_NUMBER: _ClassVar[int]
    IS_ACTIVE_FIELD_NUMBER: _ClassVar[int]
    NAME_EN_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TAX_CLASS_FIELD_NUMBER: _ClassVar[int]
    MIN_AGE_YEARS_FIELD_NUMBER: _ClassVar[int]
    SOLD_FROM_FIELD_NUMBER: _ClassVar[int]
    SOLD_UNTIL_FIELD_NUMBER: _ClassVar[int]
    PLU_FIELD_NUMBER: _ClassVar[int]
    PRICE_NOW_FIELD_NUMBER: _ClassVar[int]
    sku: str
    name: str
    price: str
    price_minor: int
    currency: str
    barcodes: _containers.RepeatedScalarFieldContainer[str]
    is_active: bool
    name_en: str
    category_id: str
    unit: str
    tax_class: str
    min_age_years: int
    sold_from: str
    sold_until: str
    plu: str
    price_now: PriceNow
    def __init__(self, sku: _Optional[str] = ..., name: _Optional[str] = ..., price: _Optional[str] = ..., price_minor: _Optional[int] = ..., currency: _Optional[str] = ..., barcodes: _Optional[_Iterable[str]] = ..., is_active: _Optional[bool] = ..., name_en: _Optional[str] = ..., category_id: _Optional[str] = ..., unit: _Optional[str] = ..., tax_class: _Optional[str] = ..., min_age_years: _Optional[int] = ..., sold_from: _Optional[str] = ..., sold_until: _Optional[str] = ..., plu: _Optional[str] = ..., price_now: _Optional[_Union[PriceNow, _Mapping]] = ...) -> None: ...

class PriceNow(_message.Message):
    __slots__ = ("price", "price_minor", "price_list")
    PRICE_FIELD_NUMBER: _ClassVar[int]
    PRICE_MINOR_FIELD_NUMBER: _ClassVar[int]
    PRICE_LIST_FIELD_NUMBER: _ClassVar[int]
    price: str
    price_minor: int
    price_list: str
    def __init__(self, price: _Optional[str] = ..., price_minor: _Optional[int] = ..., price_list: _Optional[str] = ...) -> None: ...

class Problem(_message.Message):
    __slots__ = ("type", "title", "status", "detail", "facts", "request_id")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    type: str
    title: str
    status: int
    detail: str
    facts: _struct_pb2.Struct
    request_id: str
    def __init__(self, type: _Optional[str] = ..., title: _Optional[str] = ..., status: _Optional[int] = ..., detail: _Optional[str] = ..., facts: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...
