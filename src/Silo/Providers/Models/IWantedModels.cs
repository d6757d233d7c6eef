using Cocoon.Silo.Settings;

namespace Cocoon.Silo.Providers.Models;

/// <summary>Where the provider's owner writes which models are to be in memory.</summary>
public interface IWantedModels
{
    /// <summary>The models as they are written now.</summary>
    /// <exception cref="SettingsException">What is written cannot be used; what is loaded stays.</exception>
    IReadOnlyList<ModelEntry> Read();
}
