using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Cocoon.Silo.Settings;

/// <summary>Reads the settings of a process.</summary>
public static class SettingsFile
{
    /// <param name="path">A JSON file; comments and trailing commas are allowed.</param>
    /// <param name="validator">Judges what was read.</param>
    /// <param name="overrides">What wins over the file, such as the environment. Default: the environment.</param>
    /// <exception cref="SettingsException">The file is missing or no JSON, or the settings cannot be used.</exception>
    public static CocoonSettings Read(string path, SettingsValidator validator, Action<IConfigurationBuilder>? overrides = null)
    {
        var section = Load(path, overrides ?? (builder => builder.AddEnvironmentVariables())).GetSection(CocoonSettings.Section);
        if (!section.Exists()) throw new SettingsException($"'{path}'", [$"There is no section \"{CocoonSettings.Section}\". src/Silo/appsettings.example.json shows one with every option."]);
        // What cannot be read cannot be judged: first the one, then the other.
        if (SettingsShape.Problems(section, typeof(CocoonSettings)).ToArray() is { Length: > 0 } unreadable) throw new SettingsException($"'{path}'", unreadable);
        var settings = section.Get<CocoonSettings>()!;
        SettingsShape.Restore(settings);
        var result = validator.Validate(null, settings);
        return result.Failed ? throw new SettingsException($"'{path}'", [.. result.Failures]) : settings;
    }

    private static IConfigurationRoot Load(string path, Action<IConfigurationBuilder> overrides)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new SettingsException($"'{path}'", ["There is no such file. Copy src/Silo/appsettings.example.json and change what it says."]);
        try
        {
            var builder = new ConfigurationBuilder().AddJsonFile(full, optional: false, reloadOnChange: false);
            overrides(builder);
            return builder.Build();
        }
        catch (Exception e) when (e.GetBaseException() is JsonException or FormatException)
        {
            // The reader's message names line and column, and quotes nothing.
            throw new SettingsException($"'{path}'", [$"It is no JSON: {e.GetBaseException().Message}"]);
        }
    }
}
