namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>Work in numbered parts that may run at once and in any order. Kept and used again, so that no operation allocates.</summary>
internal abstract class ComputeJob
{
    /// <summary>Does one part.</summary>
    /// <param name="part">Its number, from 0.</param>
    /// <param name="worker">Who does it: 0 for the caller, up to the team's threads - 1. Never two at once with the same number.</param>
    public abstract void Run(int part, int worker);
}
