using Cocoon.Inference;
using Cocoon.Inference.Models;

namespace Cocoon.Silo.Providers.Models;

/// <summary>An engine that model entries name. Registered as a service, one for each engine of the build.</summary>
public interface IEngineOpener
{
    /// <summary>As it stands in settings, such as "cpu".</summary>
    string Name { get; }

    /// <summary>Loads a model. Takes as long as the weights take to read; nothing is left of it when it throws.</summary>
    /// <exception cref="ModelFileException">The files are missing, damaged or of a kind this engine does not know.</exception>
    IInferenceEngine Open(ModelEntry entry);

    /// <summary>Reads a model's small files.</summary>
    /// <exception cref="ModelFileException">They are missing or damaged.</exception>
    ModelFacts Look(ModelEntry entry)
    {
        var folder = entry.OpenFolder();
        return new ModelFacts(folder.WeightBytes, folder.IsToy);
    }
}
