namespace Cocoon.Core.Tests.Models;

/// <summary>Commands one after another, which print as words.</summary>
internal sealed record History<TCommand>(IReadOnlyList<TCommand> Commands)
{
    public override string ToString() => string.Join("; ", Commands);

    /// <summary>Shorter histories: without one of two halves, of four quarters, and so on down to single commands.</summary>
    public IEnumerable<History<TCommand>> Shorter()
    {
        for (var length = Commands.Count; length > 0; length /= 2)
        {
            for (var from = 0; from < Commands.Count; from += length)
                yield return new([.. Commands.Take(from), .. Commands.Skip(from + length)]);
        }
    }
}
