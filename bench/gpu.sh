#!/bin/sh
# Tokens a second of the TorchSharp engine at 1, 8 and 32 sequences, beside transformers on the same card where Python has it.
# Needs the built files only: sh bench/gpu.sh MODEL-FOLDER [FOLDER-OF-Cocoon.Inference.Torch.dll] [DEVICE]
set -u
here=$(cd "$(dirname "$0")" && pwd)
model=${1:-$here/../models/tiny-jane}
built=${2:-$(dirname "$(find "$here/../artifacts" -path '*bin/Cocoon.Inference.Torch/release/Cocoon.Inference.Torch.dll' 2>/dev/null | head -1)")}
device=${3:-cuda:0}
code=0

[ -f "$model/config.json" ] || { echo "No model in '$model': name a folder with config.json, tokenizer.json and safetensors." >&2; exit 2; }
if [ "$device" != cpu ] && ! nvidia-smi -L 2>/dev/null; then echo "No NVIDIA GPU or driver: nvidia-smi finds none. For the processor: sh bench/gpu.sh $model FOLDER cpu" >&2; exit 2; fi

printf 'engine\tsequences\ttokens/s\tms to first token\n'
if [ ! -f "$built/Cocoon.Inference.Torch.runtimeconfig.json" ]; then
  echo "TorchSharp engine: not built. With TorchSharp-cuda-linux in your package sources: dotnet build -c Release src/Inference.Torch" >&2
  code=1
elif ! command -v dotnet >/dev/null; then
  echo "TorchSharp engine: the .NET 10 runtime is missing (dotnet)." >&2
  code=1
else
  dotnet "$built/Cocoon.Inference.Torch.dll" "$model" "$device" 1 8 32 || code=1
fi

if ! python3 -c 'import torch, transformers' 2>/dev/null; then
  echo "transformers: not measured. Install Python's torch and transformers for the comparison." >&2
else
  python3 "$here/gpu_transformers.py" "$model" "$device" 1 8 32 || code=1
fi
exit $code
