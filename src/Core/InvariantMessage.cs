using System.Globalization;
using System.Runtime.CompilerServices;

namespace Cocoon.Core;

/// <summary>
/// What <see cref="Invariant.Require(bool, string, ref InvariantMessage)"/> says of a violation, put into words only if there
/// is one: invariants are checked with every transition, and hold.
/// </summary>
[InterpolatedStringHandler]
public ref struct InvariantMessage
{
    private DefaultInterpolatedStringHandler _text;

    public InvariantMessage(int literalLength, int formattedCount, bool condition, out bool isWanted)
    {
        isWanted = !condition;
        if (isWanted) _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    internal string ToStringAndClear() => _text.ToStringAndClear();
}
