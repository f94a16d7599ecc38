"""The predecessor's inference configs, as their table of keys gives them."""

ENGINE = """
  use_gpu: True
  enable_mkldnn: True
  cpu_num_threads: 10
  enable_benchmark: True
  use_fp16: False
  ir_optim: True
  use_tensorrt: False
  gpu_mem: 8000
  enable_profile: False
"""
REC_STEPS = """
RecPreProcess:
  transform_ops:
    - ResizeImage:
        size: 224
    - NormalizeImage:
        scale: 0.00392157
        mean: [0.485, 0.456, 0.406]
        std: [0.229, 0.224, 0.225]
        order: ''
    - ToCHWImage:

RecPostProcess: null
"""
DET_STEPS = """
DetPreProcess:
  transform_ops:
    - DetResize:
        interp: 2
        keep_ratio: false
        target_size: [640, 640]
    - DetNormalizeImage:
        is_scale: true
        mean: [0.485, 0.456, 0.406]
        std: [0.229, 0.224, 0.225]
    - DetPermute: {}
DetPostProcess: {}
"""
BUILD_GENERAL = f"""
Global:
  rec_inference_model_dir: "./models/general_PPLCNet_x2_5_lite_v1.0_infer"
  batch_size: 32
{ENGINE}
{REC_STEPS}
IndexProcess:
  index_method: "HNSW32"
  image_root: "./drink_dataset_v1.0/gallery"
  index_dir: "./drink_dataset_v1.0/index"
  data_file: "./drink_dataset_v1.0/gallery/drink_label.txt"
  index_operation: "new"
  delimiter: "\\t"
  dist_type: "IP"
  embedding_size: 512
"""
INFERENCE_GENERAL = f"""
Global:
  infer_imgs: "./drink_dataset_v1.0/test_images/nongfu_spring.jpeg"
  det_inference_model_dir: "./models/picodet_PPLCNet_x2_5_mainbody_lite_v1.0_infer"
  rec_inference_model_dir: "./models/general_PPLCNet_x2_5_lite_v1.0_infer"
  rec_nms_thresold: 0.05
  batch_size: 1
  image_shape: [3, 640, 640]
  threshold: 0.2
  max_det_results: 5
  label_list:
    - foreground
{ENGINE}
{DET_STEPS}
{REC_STEPS}
IndexProcess:
  index_method: "HNSW32"
  image_root: "./drink_dataset_v1.0/gallery"
  index_dir: "./drink_dataset_v1.0/index"
  data_file: "./drink_dataset_v1.0/gallery/drink_label.txt"
  index_operation: "new"
  delimiter: "\\t"
  dist_type: "IP"
  embedding_size: 512
  batch_size: 32
  return_k: 5
  score_thres: 0.5
"""
INFERENCE_REC = f"""
Global:
  infer_imgs: "./images/wangzai.jpg"
  rec_inference_model_dir: "./models/product"
  batch_size: 1
{ENGINE}
RecPreProcess:
  transform_ops:
    - ResizeImage:
        resize_short: 256
    - CropImage:
        size: 224
    - NormalizeImage:
        scale: 1.0/255.0
        mean: [0.485, 0.456, 0.406]
        std: [0.229, 0.224, 0.225]
        order: ''
    - ToCHWImage:
RecPostProcess: null
"""
BUILD_PRODUCT = f"""
Global:
  rec_inference_model_dir: "./general_PPLCNet_x2_5_lite_v1.0_infer"
  rec_nms_thresold: 0.05
  batch_size: 256
  image_shape: [3, 640, 640]
  threshold: 0.2
  max_det_results: 100
  labe_list:
    - foreground
{REC_STEPS}
IndexProcess:
  image_root: "./dataset/retail"
  index_dir: "./index_update"
  data_file: "./dataset/retail/data_update.txt"
  delimiter: "\\t"
"""
ALL = {
    "build_general": BUILD_GENERAL,
    "inference_general": INFERENCE_GENERAL,
    "inference_rec": INFERENCE_REC,
    "build_product": BUILD_PRODUCT,
}
