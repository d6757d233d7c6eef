namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A parser that takes the path of a JSON file.</summary>
internal abstract class JsonFileTarget : JsonTarget
{
    public override int Cost => 2;

    protected abstract string FileName { get; }

    public sealed override void Read(byte[] input)
    {
        var path = Path.Combine(Folder, FileName);
        File.WriteAllBytes(path, input);
        ReadFile(path);
    }

    protected abstract void ReadFile(string path);
}
