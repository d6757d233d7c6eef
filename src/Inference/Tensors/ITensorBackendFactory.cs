namespace Cocoon.Inference.Tensors;

/// <summary>Makes backends of an assembly that is not built everywhere; found by <see cref="OptionalBackends"/>. Has a constructor without parameters.</summary>
public interface ITensorBackendFactory
{
    /// <summary>A backend on a device.</summary>
    /// <param name="device">Such as "cpu" or "cuda:0"; null for the best that is there.</param>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    ITensorBackend Create(string? device);
}
