using Cocoon.Fuzz.Tests.Inputs;

namespace Cocoon.Fuzz.Tests;

/// <summary>One parser of bytes that somebody else wrote.</summary>
internal abstract class FuzzTarget : IDisposable
{
    private DirectoryInfo? _folder;

    /// <summary>Inputs that it reads without complaint.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>How many times dearer than most an input is; so many times fewer are tried.</summary>
    public virtual int Cost => 1;

    /// <summary>Bytes that reading may allocate for each byte of input.</summary>
    public virtual long AllocatedPerByte => 2_000;

    /// <summary>Bytes that reading may allocate whatever the input.</summary>
    public virtual long AllocatedAtLeast => 500_000;

    /// <summary>A folder of its own, for parsers that take a path.</summary>
    protected string Folder => (_folder ??= Directory.CreateTempSubdirectory("cocoon-fuzz-")).FullName;

    /// <summary>Reads the input and uses what was read as its caller would.</summary>
    public abstract void Read(byte[] input);

    /// <summary>Whether this is how the parser says, by its documentation, that the input is bad.</summary>
    public abstract bool IsRefusal(Exception exception);

    /// <summary>An input near a seed, or one that is made up.</summary>
    public virtual byte[] Next(InputSource source) => source.Next(Seeds);

    public virtual void Dispose() => _folder?.Delete(recursive: true);
}
