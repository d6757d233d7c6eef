using System.Buffers;
using System.Security.Cryptography;

namespace Cocoon.Inference.Models.Identity;

/// <summary>
/// Hashes the files of a model, several at once. There is no cache of hashes on purpose: what says that a file is the one
/// that was hashed (its time, its size) is written by whoever can change the file.
/// </summary>
internal static class ManifestReader
{
    private const int Piece = 4 << 20;

    /// <param name="files">Names and opened files: the same that are then used, so that a file put in its place is not.</param>
    /// <param name="progress">Told after each piece, from several threads.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    public static ModelManifest Read(IReadOnlyCollection<(string Name, MappedFile File)> files, IProgress<HashProgress>? progress, CancellationToken cancellationToken)
    {
        var total = files.Sum(file => file.File.Length);
        var done = 0L;
        var hashed = new ModelFile[files.Count];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.ForEach(files, options, (file, _, index) => hashed[index] = new ModelFile(file.Name, file.File.Length, Hash(file.File, Report, cancellationToken)));
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<ModelFileException>().FirstOrDefault() is { } fault)
        {
            throw new ModelFileException(fault.Message, e);
        }
        return new ModelManifest(hashed);

        void Report(int bytes) => progress?.Report(new HashProgress(Interlocked.Add(ref done, bytes), total));
    }

    /// <summary>Reads rather than walks the map: the system then reads ahead, and a file that shrinks is an error instead of a signal.</summary>
    private static string Hash(MappedFile file, Action<int> report, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (long at = 0; at < file.Length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var bytes = file.Read(buffer.AsSpan(0, (int)Math.Min(Piece, file.Length - at)), at);
                hash.AppendData(buffer.AsSpan(0, bytes));
                at += bytes;
                report(bytes);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
