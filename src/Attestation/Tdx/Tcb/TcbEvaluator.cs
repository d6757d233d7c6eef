using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Attestation.Tdx.Quotes;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>
/// Finds the level that a machine's SVNs reach (Intel PCS API version 4, "Get TDX TCB Info", section on determining the
/// status), and what keeps it from the lowest one that is up to date. Pure.
/// </summary>
internal static class TcbEvaluator
{
    public static TcbPart Platform(TcbInfo info, SgxExtension pck, ReadOnlySpan<byte> tdxSvn)
    {
        var reached = -1;
        for (var i = 0; i < info.Levels.Length && reached < 0; i++)
            if (Reaches(info.Levels[i], pck, tdxSvn)) reached = i;
        if (reached >= 0 && info.Levels[reached].Status == TcbStatus.UpToDate) return new TcbPart("platform", TcbStatus.UpToDate, [], []);
        return Part("platform", info.Levels, reached, LowestGood(info.Levels) is { } needed ? Gaps(needed, pck, tdxSvn) : []);
    }

    /// <param name="name">What has the SVN, for people.</param>
    /// <param name="levels">From high to low.</param>
    /// <param name="svn">The SVN.</param>
    public static TcbPart BySvn(string name, ImmutableArray<SvnLevel> levels, int svn)
    {
        var reached = -1;
        for (var i = 0; i < levels.Length && reached < 0; i++)
            if (levels[i].IsvSvn <= svn) reached = i;
        if (reached >= 0 && levels[reached].Status == TcbStatus.UpToDate) return new TcbPart(name, TcbStatus.UpToDate, [], []);
        return Part(name, levels, reached, LowestGood(levels) is { } needed && needed.IsvSvn > svn ? [new TcbGap(name, svn, needed.IsvSvn)] : []);
    }

    /// <returns>The identity for this major version of the module; null when TCB info knows none.</returns>
    public static SeamIdentity? Module(TcbInfo info, ReadOnlySpan<byte> tdxSvn)
    {
        if (tdxSvn[1] == 0) return info.Module;
        var id = string.Create(CultureInfo.InvariantCulture, $"TDX_{tdxSvn[1]:X2}");
        return info.Modules.FirstOrDefault(module => string.Equals(module.Id, id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the module that runs is the one that the identity describes.</summary>
    public static bool IsModule(SeamIdentity identity, TdReport body) =>
        body.MrSignerSeam.SequenceEqual(identity.MrSigner) && EqualUnderMask(body.SeamAttributes, identity.Mask, identity.Attributes);

    /// <returns>What of the QE report differs from the identity, for people; null when nothing does.</returns>
    public static string? DifferenceOfQe(QeIdentity identity, QeReport report)
    {
        if (!report.MrSigner.SequenceEqual(identity.MrSigner)) return "MRSIGNER";
        if (report.IsvProdId != identity.IsvProdId) return "ISVPRODID";
        if (!EqualUnderMask(report.MiscSelect, identity.MiscSelectMask, identity.MiscSelect)) return "MISCSELECT";
        return EqualUnderMask(report.Attributes, identity.AttributesMask, identity.Attributes) ? null : "ATTRIBUTES";
    }

    private static bool Reaches(TcbLevel level, SgxExtension pck, ReadOnlySpan<byte> tdxSvn)
    {
        for (var i = 0; i < SgxExtension.Components; i++)
            if (pck.ComponentSvns[i] < level.Sgx[i].Svn) return false;
        if (pck.PceSvn < level.PceSvn) return false;
        for (var i = FirstTdxComponent(tdxSvn); i < SgxExtension.Components; i++)
            if (tdxSvn[i] < level.Tdx[i].Svn) return false;
        return true;
    }

    private static ImmutableArray<TcbGap> Gaps(TcbLevel needed, SgxExtension pck, ReadOnlySpan<byte> tdxSvn)
    {
        var gaps = ImmutableArray.CreateBuilder<TcbGap>();
        for (var i = 0; i < SgxExtension.Components; i++)
            if (pck.ComponentSvns[i] < needed.Sgx[i].Svn) gaps.Add(new TcbGap(Name("SGX", i, needed.Sgx[i]), pck.ComponentSvns[i], needed.Sgx[i].Svn));
        if (pck.PceSvn < needed.PceSvn) gaps.Add(new TcbGap("PCE", pck.PceSvn, needed.PceSvn));
        for (var i = FirstTdxComponent(tdxSvn); i < SgxExtension.Components; i++)
            if (tdxSvn[i] < needed.Tdx[i].Svn) gaps.Add(new TcbGap(Name("TDX", i, needed.Tdx[i]), tdxSvn[i], needed.Tdx[i].Svn));
        return gaps.ToImmutable();
    }

    // Numbered from 1, as in the PCK certificate.
    private static string Name(string kind, int index, TcbComponent component) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} component {index + 1}") + (component.Name.Length == 0 ? "" : $" ({component.Name})");

    /// <summary>A module of major version 1 and above has levels of its own, and its two SVNs do not count here.</summary>
    private static int FirstTdxComponent(ReadOnlySpan<byte> tdxSvn) => tdxSvn[1] == 0 ? 0 : 2;

    private static TcbPart Part<T>(string name, ImmutableArray<T> levels, int reached, ImmutableArray<TcbGap> gaps)
        where T : TcbGrade
    {
        if (reached < 0) return new TcbPart(name, TcbStatus.Unknown, [], gaps);
        var level = levels[reached];
        return new TcbPart(name, level.Status, [.. level.Advisories.Select(advisory => new TcbExposure(advisory, FixedBy(levels, reached, advisory)))], gaps);
    }

    private static DateTimeOffset FixedBy<T>(ImmutableArray<T> levels, int reached, string advisory)
        where T : TcbGrade
    {
        for (var i = reached - 1; i >= 0; i--)
            if (!levels[i].Advisories.Contains(advisory)) return levels[i].Date;
        return levels[reached].Date;
    }

    private static T? LowestGood<T>(ImmutableArray<T> levels)
        where T : TcbGrade => levels.LastOrDefault(level => level.Status == TcbStatus.UpToDate) ?? levels.FirstOrDefault();

    private static bool EqualUnderMask(ReadOnlySpan<byte> value, byte[] mask, byte[] wanted)
    {
        for (var i = 0; i < wanted.Length; i++)
            if ((value[i] & mask[i]) != wanted[i]) return false;
        return true;
    }
}
