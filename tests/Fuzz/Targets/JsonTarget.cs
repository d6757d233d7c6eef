using System.Text;
using Cocoon.Fuzz.Tests.Inputs;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A parser of JSON text.</summary>
internal abstract class JsonTarget : FuzzTarget
{
    /// <summary>The seeds as text.</summary>
    protected abstract IEnumerable<string> Documents { get; }

    public sealed override IReadOnlyList<byte[]> Seeds => field ??= [.. Documents.Select(Encoding.UTF8.GetBytes)];

    public override byte[] Next(InputSource source) => source.NextJson(Seeds);
}
