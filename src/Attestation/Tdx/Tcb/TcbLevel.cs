using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>A level of the platform in TCB info.</summary>
/// <param name="Sgx">16 components.</param>
/// <param name="PceSvn">Least SVN of the PCE.</param>
/// <param name="Tdx">16 components.</param>
/// <param name="Date">Every advisory up to this day is dealt with.</param>
/// <param name="Status">What Intel says of such platforms.</param>
/// <param name="Advisories">Intel's advisories that such platforms are open to.</param>
internal sealed record TcbLevel(
    ImmutableArray<TcbComponent> Sgx, int PceSvn, ImmutableArray<TcbComponent> Tdx, DateTimeOffset Date, TcbStatus Status, ImmutableArray<string> Advisories)
    : TcbGrade(Date, Status, Advisories)
{
    /// <summary>
    /// From high to low, and of equal levels the worst status first: the first that fits then does not depend on the order in
    /// which they were listed.
    /// </summary>
    public static IComparer<TcbLevel> HighToLow { get; } = Comparer<TcbLevel>.Create((a, b) =>
    {
        var order = Compare(b.Sgx, a.Sgx);
        if (order == 0) order = b.PceSvn.CompareTo(a.PceSvn);
        if (order == 0) order = Compare(b.Tdx, a.Tdx);
        return order == 0 ? b.Status.CompareTo(a.Status) : order;
    });

    private static int Compare(ImmutableArray<TcbComponent> a, ImmutableArray<TcbComponent> b)
    {
        for (var i = 0; i < a.Length; i++)
            if (a[i].Svn != b[i].Svn) return a[i].Svn.CompareTo(b[i].Svn);
        return 0;
    }
}
