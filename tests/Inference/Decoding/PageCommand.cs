using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>One thing done to the pages; numbers are taken modulo what there is.</summary>
/// <param name="Kind">0 opens, 1 closes, 2 forks, the others read on.</param>
/// <param name="Which">Which open sequence, or which prompt.</param>
/// <param name="Amount">How many tokens.</param>
public sealed record PageCommand(int Kind, int Which, int Amount)
{
    public static Gen<PageCommand> Any { get; } =
        from kind in Gen.Choose(0, 6)
        from which in Gen.Choose(0, 11)
        from amount in Gen.Frequency((2, Gen.Choose(1, 4)), (1, Gen.Choose(5, 50)))
        select new PageCommand(kind, which, amount);
}
