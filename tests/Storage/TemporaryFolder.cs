namespace Cocoon.Storage.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-test-");

    /// <summary>The full path of the folder.</summary>
    public string Name => _folder.FullName;

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
