using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Ton.Crypto;

namespace Cocoon.Silo.Settings;

/// <summary>Files with secrets. What is in them never reaches a message.</summary>
public static class KeyFile
{
    private const int MaxBytes = 4096;
    // The group may read: Kubernetes (fsGroup) and newer systemd (access lists) hand secrets over that way, to a group of one.
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>What is wrong with a key's file; null when it is good.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="path">The file; null when the option is not set.</param>
    public static string? WhyNotKey(string option, string? path)
    {
        if (path is null) return $"{option} is missing. Name a file with a 32-byte seed as 64 hex digits; `cocoon key new FILE` makes one.";
        return WhyNot(option, path) ?? (IsSeed(File.ReadAllText(path).Trim()) ? null : $"{option}: the file '{path}' does not hold a key. It takes a 32-byte seed as 64 hex digits and nothing else.");
    }

    /// <summary>What is wrong with a file that holds a password or an API key; null when it is good or not set.</summary>
    public static string? WhyNotSecret(string option, string? path)
    {
        if (path is null) return null;
        return WhyNot(option, path) ?? (File.ReadAllText(path).Trim().Length > 0 ? null : $"{option}: the file '{path}' is empty.");
    }

    /// <summary>Makes a key and writes it to a new file that only its owner may read.</summary>
    /// <exception cref="IOException">The file exists, or cannot be made.</exception>
    public static SigningKey Create(string path, IEntropy entropy)
    {
        var seed = new byte[SigningKey.SeedBytes];
        entropy.Fill(seed);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(path, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(seed)));
            stream.Flush(flushToDisk: true);
        }
        return new SigningKey(seed, Ed25519.Default);
    }

    /// <summary>Reads a key from a file that was found good.</summary>
    public static SigningKey ReadKey(string path)
    {
        var seed = Convert.FromHexString(File.ReadAllText(path).Trim());
        try
        {
            return new SigningKey(seed, Ed25519.Default);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Reads a password or an API key.</summary>
    public static string ReadSecret(string path) => File.ReadAllText(path).Trim();

    private static bool IsSeed(string text) => HexBytes.TryParse(text, out var seed) && seed.Length == SigningKey.SeedBytes;

    private static string? WhyNot(string option, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return $"{option}: there is no file '{path}'. Make it, or correct the path; relative paths count from the working folder.";
        if (file.Length > MaxBytes) return $"{option}: the file '{path}' has {file.Length} bytes, more than any key. Name the right file.";
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            return $"{option}: others than its owner may use the file '{path}' (its group may read it). Run: chmod 600 '{path}'";
        try
        {
            using var stream = file.OpenRead();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"{option}: this process may not read the file '{path}'. It must belong to the user that runs it.";
        }
    }
}
