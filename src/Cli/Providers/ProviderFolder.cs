using System.Text;
using System.Text.Json;
using Cocoon.Core.Receipts;

namespace Cocoon.Cli.Providers;

/// <summary>What `cocoon provider` keeps on this machine: who was joined, the wallet, the API key, and the silo's settings. Made readable by its owner only.</summary>
internal sealed class ProviderFolder(string path)
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Form = new(ReceiptJson.Options) { WriteIndented = true };

    public static string Default => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cocoon", "provider");

    public string FullPath { get; } = Path.GetFullPath(path);

    public string WordsFile => In("wallet.words");

    /// <summary>The wallet of a machine without a TEE, which signs with it and so has to hold the key itself.</summary>
    public string SeedFile => In("wallet.key");

    public string ApiKeyFile => In("api.key");

    public string SiloFile => In("silo.json");

    private string NotesFile => In("join.json");

    /// <summary>What was agreed when it joined; null before.</summary>
    public JoinNotes? Notes()
    {
        if (!File.Exists(NotesFile)) return null;
        try
        {
            if (JsonSerializer.Deserialize<JoinNotes>(File.ReadAllBytes(NotesFile), Form) is { Gateway: not null, Chain: not null } notes) return notes;
        }
        catch (JsonException)
        {
            // Explained below, together with a file that lacks what it needs.
        }
        throw new CliException($"The file '{NotesFile}' is damaged. Remove it and run `cocoon provider join` again: wallet and stake are found again.");
    }

    /// <summary>The same, of a provider that has joined.</summary>
    public JoinNotes Joined() => Notes() ?? throw new CliException($"There is no provider in '{FullPath}'. Join with `cocoon provider join`, or name its folder with --folder.");

    public void Write(JoinNotes notes) => Write(NotesFile, JsonSerializer.Serialize(notes, Form));

    /// <summary>Writes a file whole or not at all, readable by its owner only.</summary>
    public void Write(string file, string text)
    {
        Make();
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnersOnly;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, file, overwrite: true);
    }

    public void Make()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(FullPath);
        else Directory.CreateDirectory(FullPath, OwnersOnly | UnixFileMode.UserExecute);
    }

    private string In(string name) => Path.Combine(FullPath, name);
}
