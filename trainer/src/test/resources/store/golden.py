"""Writes golden.safetensors beside this script, from the format's description alone.

Run with: python3 golden.py. The layout is that of the format's reference implementation: larger
elements first, then by name; compact JSON; the header padded with spaces to a multiple of 8 bytes.
"""

import json
import pathlib
import struct

tensors = [
    ("moments", "F64", [2], struct.pack("<2d", 1e-300, -0.5)),
    ("step", "I64", [], struct.pack("<q", -1234567890123456789)),
    ("bias.0", "F32", [3], struct.pack("<3f", 0.25, float("inf"), -1.5)),
    ("weights.0", "F32", [2, 3], struct.pack("<6f", 0, 1, 2, 3, 4, 5.5)),
    ("chains", "U8", [2, 0], b""),
    ("packed bits é", "U8", [5], bytes([0, 1, 127, 128, 255])),
]

header = {}
position = 0
for name, dtype, shape, data in tensors:
    end = position + len(data)
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [position, end]}
    position = end

text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
text += b" " * (-len(text) % 8)
content = struct.pack("<Q", len(text)) + text + b"".join(t[3] for t in tensors)
pathlib.Path(__file__).with_name("golden.safetensors").write_bytes(content)
