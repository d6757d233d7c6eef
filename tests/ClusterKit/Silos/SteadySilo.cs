using Cocoon.Cli.Host;
using Cocoon.Inference;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.ClusterKit.Silos;

/// <summary><c>cocoon silo</c> with <see cref="SteadyEngine"/> in place of the real one; all else is the product's.</summary>
internal static class SteadySilo
{
    public static Task<int> Run(string file)
    {
        var settings = SettingsFile.Read(file, new SettingsValidator(ProcessKind.Silo, CocoonSilo.CanCluster));
        var slots = settings.Provider?.Slots ?? throw new ClusterException($"'{file}' has no section Cocoon:Provider.");
        return CocoonHost.Run(ProcessKind.Silo, settings, CancellationToken.None, services =>
            services.AddSingleton<Func<ModelFolder, IInferenceEngine>>(folder => new SteadyEngine(folder, slots)));
    }
}
