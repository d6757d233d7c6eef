namespace Cocoon.Inference.LlamaCpp.Library;

/// <summary>How keys and values are kept, by ggml's numbers of types.</summary>
public enum KeyValueType
{
    /// <summary>32-bit floats: twice the memory and no flash attention; results of the class "fp32" when the weights are.</summary>
    Single = 0,

    /// <summary>16-bit floats: llama.cpp's own choice.</summary>
    Half = 1,
}
