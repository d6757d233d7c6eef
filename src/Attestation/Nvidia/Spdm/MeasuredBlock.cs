namespace Cocoon.Attestation.Nvidia.Spdm;

/// <summary>One measurement of a GPU.</summary>
/// <param name="Index">From 1. Reference values count from 0: see <see cref="RimIndex"/>.</param>
/// <param name="Value">The measured digest.</param>
internal readonly record struct MeasuredBlock(byte Index, ReadOnlyMemory<byte> Value)
{
    /// <summary>The same measurement's number in NVIDIA's reference values.</summary>
    public int RimIndex => Index - 1;
}
