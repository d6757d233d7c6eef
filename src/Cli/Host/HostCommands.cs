using System.CommandLine;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers.Models;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Cli.Host;

/// <summary>"cocoon silo" and "cocoon gateway": the programs of an installation, each from one file of settings.</summary>
internal static class HostCommands
{
    public static IReadOnlyList<string> Names { get; } = ["silo", "gateway"];

    public static Command Silo() => Create(Names[0], "Run a silo: the ledger (role Core) or this machine's engine (role Provider).", ProcessKind.Silo);

    public static Command Gateway() => Create(Names[1], "Run an HTTP gateway in front of the silos.", ProcessKind.Gateway);

    private static Command Create(string name, string description, ProcessKind kind)
    {
        var config = new Option<string>("--config") { Description = "File of settings; src/Silo/appsettings.example.json has all of them.", Required = true };
        var check = new Option<bool>("--check") { Description = "Say whether the settings can be used, and exit." };
        var command = new Command(name, description) { config, check };
        command.SetAction((result, cancellationToken) => Failures.Report(() => Run(kind, result.GetValue(config)!, result.GetValue(check), cancellationToken)));
        return command;
    }

    /// <summary>Runs the silo of a file of settings until SIGTERM or Ctrl-C, then drains.</summary>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    public static Task<int> RunSilo(string path, CancellationToken cancellationToken) => Run(ProcessKind.Silo, path, isCheck: false, cancellationToken);

    private static async Task<int> Run(ProcessKind kind, string path, bool isCheck, CancellationToken cancellationToken)
    {
        var validator = new SettingsValidator(kind, CocoonSilo.CanCluster);
        var settings = SettingsFile.Read(path, validator);
        if (!isCheck) return await CocoonHost.Run(kind, settings, cancellationToken, services => services.AddSingleton<IWantedModels>(new WrittenModels(path, validator)));
        Console.WriteLine($"The settings of '{path}' can be used: {Describe(kind, settings)}.");
        return 0;
    }

    private static string Describe(ProcessKind kind, CocoonSettings settings)
    {
        var database = settings.Database.Path is { } file ? $"SQLite in {file}" : $"PostgreSQL at {settings.Database.Host}";
        return kind == ProcessKind.Gateway
            ? $"a gateway on {settings.Gateway!.Listen}, cluster '{settings.Cluster.Id}', {database}"
            : $"a silo of role {settings.Silo.Role}{(settings.Provider is null ? "" : " with an engine")}{(settings.Gateway is null ? "" : $" with a gateway on {settings.Gateway.Listen}")}, {database}, on {CocoonSilo.Runtime}";
    }
}
