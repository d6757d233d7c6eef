using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;

namespace Cocoon.Silo.Providers.Models;

/// <summary>The models of a settings file, read again each time: models come and go while the silo runs.</summary>
/// <param name="path">The file.</param>
/// <param name="validator">Judges the whole file, so that a restart finds it good as well.</param>
public sealed class WrittenModels(string path, SettingsValidator validator) : IWantedModels
{
    public IReadOnlyList<ModelEntry> Read() => SettingsFile.Read(path, validator).Provider is { } provider ? HostSettings.Models(provider) : [];
}
