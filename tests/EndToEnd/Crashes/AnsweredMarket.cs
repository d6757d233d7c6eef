namespace Cocoon.EndToEnd.Tests.Crashes;

/// <summary>The state of a market that answered once and was stopped, made once for all tests that go on from there.</summary>
public sealed class AnsweredMarket : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    public Task InitializeAsync() => CrashTests.Answer(_folder.Path);

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    internal TestFolder Copy()
    {
        var copy = new TestFolder();
        foreach (var folder in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(In(folder));
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)) File.Copy(file, In(file));
        return copy;

        string In(string path) => Path.Combine(copy.Path, Path.GetRelativePath(_folder.Path, path));
    }
}
