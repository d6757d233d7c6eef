using System.Data.Common;
using Cocoon.Inference.Models;
using Cocoon.Silo.Settings;
using Cocoon.Storage;
using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;
using Microsoft.Extensions.Options;

namespace Cocoon.Cli;

/// <summary>Turns what can go wrong on a person's machine into one clear sentence and an exit code.</summary>
internal static class Failures
{
    /// <summary>How long Ctrl-C may take before the process ends anyway.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    public static async Task<int> Report(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"cocoon: {sentence}");
            return 1;
        }
    }

    /// <summary>Null for a bug of ours, which keeps its stack trace.</summary>
    private static string? Sentence(Exception e) => e switch
    {
        CliException or StoreException or ModelFileException or TonClientException or RegistryException or OptionsValidationException or SettingsException => e.Message,
        DbException database => $"The database cannot be used: {database.Message} Check Cocoon:Database, and that the server runs.",
        AggregateException { InnerExceptions: [var only] } => Sentence(only),
        { InnerException: { } inner } => Sentence(inner),
        _ => null,
    };
}
