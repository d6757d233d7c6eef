namespace Cocoon.Inference.Models;

/// <summary>How rotary positions are stretched to a longer context, by the names of Hugging Face's rope_scaling.</summary>
public enum RopeScalingKind
{
    None,
    Linear,
    Llama3,
    Yarn,
}
