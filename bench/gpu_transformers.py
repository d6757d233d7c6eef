"""Tokens a second of transformers' generate, for bench/gpu.sh: 256 prompt tokens, 128 new ones, greedy, one padded batch."""
import sys
import time

import torch
from transformers import AutoModelForCausalLM

TOKENS = 128
PROMPT_TOKENS = 256


def measure(model, device, count, tokens):
    prompt = torch.randint(0, min(1000, model.config.vocab_size), (count, PROMPT_TOKENS), device=device)
    if device != "cpu":
        torch.cuda.synchronize()
    start = time.perf_counter()
    model.generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False, pad_token_id=0)
    if device != "cpu":
        torch.cuda.synchronize()
    return time.perf_counter() - start


def main():
    folder, device, counts = sys.argv[1], sys.argv[2], [int(arg) for arg in sys.argv[3:]]
    kind = torch.float32 if device == "cpu" else torch.bfloat16
    model = AutoModelForCausalLM.from_pretrained(folder, torch_dtype=kind).to(device).eval()
    measure(model, device, 1, TOKENS)
    for count in counts:
        first = measure(model, device, count, 1)
        whole = measure(model, device, count, TOKENS)
        print(f"transformers-{device}-{str(kind).removeprefix('torch.')}\t{count}\t{count * TOKENS / whole:.1f}\t{first * 1000:.1f}", flush=True)


main()
