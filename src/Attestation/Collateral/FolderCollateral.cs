namespace Cocoon.Attestation.Collateral;

/// <summary>
/// Documents in a folder, named by <see cref="CollateralFile"/>: for machines without a way to the vendors, and to look at
/// evidence of the past. Files are read anew each time, so that they may be replaced while in use. Thread-safe.
/// </summary>
public sealed class FolderCollateral(string folder) : ICollateralSource
{
    /// <summary>Longest file read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private const int LongestName = 255;

    public string Name => $"folder {folder}";

    public async Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken)
    {
        var name = CollateralFile.NameOf(need.Key);
        if (name.Length > LongestName) return null;
        var path = Path.Combine(folder, name);
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MaxBytes) throw new CollateralSourceException($"{path} has {file.Length} bytes, above {MaxBytes}: it is not what its name says.");
            var body = new byte[file.Length];
            await file.ReadExactlyAsync(body, cancellationToken);
            return new CollateralItem(need.Key, body);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CollateralSourceException($"{path} cannot be read: {e.Message} Give this process the right to read it.", e);
        }
    }
}
