using System.Reflection;

namespace Cocoon.Inference.Tensors;

/// <summary>Backends in assemblies of their own, which lie beside the program where they were built and which nothing refers to.</summary>
public static class OptionalBackends
{
    private const string Torch = "torch";

    /// <summary>What makes backends of a name; "torch" is the only one.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    /// <exception cref="PlatformNotSupportedException">Its assembly was not built or does not lie beside this program.</exception>
    public static ITensorBackendFactory Find(string name)
    {
        if (name != Torch) throw new ArgumentException($"There is no engine '{name}'. Use '{Torch}', or leave the setting out for the processor.", nameof(name));
        try
        {
            var type = Assembly.Load("Cocoon.Inference.Torch").GetType("Cocoon.Inference.Torch.TorchBackendFactory", throwOnError: true)!;
            return (ITensorBackendFactory)Activator.CreateInstance(type)!;
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException)
        {
            throw new PlatformNotSupportedException("The engine 'torch' is not in this build: TorchSharp's packages were not in the package cache when it was made (docs/engines.md, TorchSharp).", e);
        }
    }
}
