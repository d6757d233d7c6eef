using System.Text;
using System.Text.Json;

namespace Cocoon.Inference.Models;

/// <summary>How files of a model are found and read: whoever wrote them may be hostile, so sizes, places and forms are checked.</summary>
internal static class ModelFiles
{
    /// <summary>Most bytes of a JSON file; the largest tokenizer.json in use has half of it.</summary>
    public const long MaxJsonBytes = 64_000_000;

    private const int MaxJsonDepth = 64;
    private const long MaxTextBytes = 4_000_000;
    private const int MaxNameChars = 255;

    /// <summary>Bytes of a file that has some. Pipes and devices have none, so they are never opened.</summary>
    /// <exception cref="ModelFileException">It is missing or empty.</exception>
    public static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new ModelFileException($"The model file '{path}' is missing.");
        // Of a link this is its own length, so ask where it leads.
        if (TargetOf(path) is { } target) file = new FileInfo(target);
        return file is { Exists: true, Length: > 0 } ? file.Length : throw new ModelFileException($"The model file '{path}' is empty.");
    }

    /// <summary>
    /// A file of a model by its plain name. Links may lead to other files of the folder and, in a snapshot of Hugging Face's
    /// cache (models--X/snapshots/REVISION), to its blobs; nowhere else, so that a model cannot name files of this machine.
    /// </summary>
    /// <param name="folder">A full path that does not end in a separator.</param>
    /// <param name="name">The file's name; it need not be there.</param>
    /// <exception cref="ModelFileException">The name has a path, or the file leads out of the folder.</exception>
    public static string Find(string folder, string name)
    {
        if (name.Length is 0 or > MaxNameChars || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\') >= 0 || name.Any(char.IsControl))
            throw new ModelFileException($"The model in '{folder}' names a file outside its folder, or one of an impossible name. Files of a model lie beside its config.json.");
        var path = Path.Combine(folder, name);
        var place = Path.GetDirectoryName(TargetOf(path) ?? path);
        if (place == folder || (place is not null && place == BlobsOf(folder))) return path;
        throw new ModelFileException($"The model file '{path}' is a link out of its folder. Copy the file there instead.");
    }

    /// <summary>Reads a JSON file. Whatever <paramref name="read"/> does not find in it is the file's fault.</summary>
    /// <exception cref="ModelFileException">It is missing, too large, not JSON or not in the expected form.</exception>
    public static T ReadJson<T>(string path, Func<JsonElement, T> read, long maxBytes = MaxJsonBytes)
    {
        var length = LengthOf(path);
        if (length > maxBytes) throw new ModelFileException($"The model file '{path}' has {length} bytes; at most {maxBytes} are read.");
        try
        {
            using var json = Parse(File.ReadAllBytes(path));
            return read(json.RootElement);
        }
        catch (JsonException e)
        {
            throw new ModelFileException($"The model file '{path}' is not valid JSON (line {e.LineNumber + 1}).", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"The model file '{path}' cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (IsOtherForm(e))
        {
            throw new ModelFileException($"The model file '{path}' is not in the expected form: {e.Message}", e);
        }
    }

    /// <summary>Reads a small text, such as a template.</summary>
    /// <exception cref="ModelFileException">It is missing, too large or not UTF-8.</exception>
    public static string ReadText(string path)
    {
        if (LengthOf(path) is var length and > MaxTextBytes) throw new ModelFileException($"The model file '{path}' has {length} bytes; at most {MaxTextBytes} are read.");
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFileException($"The model file '{path}' is not UTF-8.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"The model file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>JSON whose names are there once and which is not nested deep.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8) =>
        JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxJsonDepth, AllowDuplicateProperties = false });

    /// <summary>What System.Text.Json throws for JSON of another shape: a missing name or entry, another type, a number too large.</summary>
    public static bool IsOtherForm(Exception e) =>
        e is KeyNotFoundException or IndexOutOfRangeException or InvalidOperationException or FormatException or ArgumentException or OverflowException;

    private static string? TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException e)
        {
            throw new ModelFileException($"The model file '{path}' is a link that leads nowhere.", e);
        }
    }

    private static string? BlobsOf(string folder)
    {
        var snapshots = Path.GetDirectoryName(folder);
        return Path.GetFileName(snapshots) == "snapshots" ? Path.Combine(Path.GetDirectoryName(snapshots)!, "blobs") : null;
    }
}
