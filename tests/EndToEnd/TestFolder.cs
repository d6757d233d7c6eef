namespace Cocoon.EndToEnd.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cocoon-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
