using System.Globalization;
using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.SevSnp;

namespace Cocoon.Attestation.Machine;

/// <summary>
/// Asks this machine's processor, TDX or SEV-SNP, for evidence through the kernel (Linux 6.7 or newer). Thread-safe: each
/// request has an entry of its own.
/// </summary>
public sealed class CpuEvidence
{
    /// <summary>Bytes of report data that the hardware signs along.</summary>
    public const int ReportDataBytes = 64;

    private const int Attempts = 3;

    private readonly ITsmFolder _folder;
    private readonly Func<string> _name;

    /// <summary>Asks this machine's kernel.</summary>
    public CpuEvidence()
        : this(new TsmFolder(), () => $"cocoon-{Guid.NewGuid():N}")
    {
    }

    internal CpuEvidence(ITsmFolder folder, Func<string> name) => (_folder, _name) = (folder, name);

    /// <summary>Gets evidence bound to 64 bytes. Takes milliseconds with SEV-SNP and up to seconds with TDX, whose quotes another process makes.</summary>
    /// <exception cref="ArgumentException">It is not 64 bytes.</exception>
    public OwnEvidence Get(ReadOnlySpan<byte> reportData)
    {
        if (reportData.Length != ReportDataBytes) throw new ArgumentException($"Report data has {ReportDataBytes} bytes, not {reportData.Length}.", nameof(reportData));
        if (!_folder.Exists) return OwnEvidence.Missing(TsmLacks.NoInterface);
        var entry = _name();
        try
        {
            _folder.Create(entry);
        }
        catch (UnauthorizedAccessException)
        {
            return OwnEvidence.Missing(TsmLacks.NoPermission);
        }
        catch (IOException e)
        {
            return OwnEvidence.Missing(TsmLacks.NoDriver(e.Message));
        }
        try
        {
            return Ask(entry, reportData);
        }
        catch (UnauthorizedAccessException)
        {
            return OwnEvidence.Missing(TsmLacks.NoPermission);
        }
        catch (IOException e)
        {
            return OwnEvidence.Missing(TsmLacks.Refused(e.Message));
        }
        finally
        {
            Remove(entry);
        }
    }

    private OwnEvidence Ask(string entry, ReadOnlySpan<byte> reportData)
    {
        var provider = Encoding.ASCII.GetString(_folder.Read(entry, "provider")).Trim();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            _folder.Write(entry, "inblob", reportData);
            var generation = Generation(entry);
            var report = _folder.Read(entry, "outblob");
            var extra = TryRead(entry, "auxblob");
            // Another writer between ours and the reading would have made the report his.
            if (Generation(entry) == generation) return Recognise(provider, report, extra);
        }
        return OwnEvidence.Missing(TsmLacks.Disturbed);
    }

    private static OwnEvidence Recognise(string provider, byte[] report, byte[] extra) => provider switch
    {
        _ when report.Length == 0 => OwnEvidence.Missing(TsmLacks.Refused("the report is empty")),
        "tdx_guest" => new OwnEvidence(new MachineEvidence(EvidenceKind.Tdx, report), []),
        "sev_guest" => new OwnEvidence(new MachineEvidence(EvidenceKind.SevSnp, report, Certificates(report, extra)), []),
        _ => OwnEvidence.Missing(TsmLacks.UnknownProvider(provider)),
    };

    private static byte[] Certificates(byte[] report, byte[] table) =>
        SnpReport.TryParse(report, out var read, out _, out _) ? SnpCertificateTable.Join(table, read.SigningKey) : [];

    private long Generation(string entry) => long.TryParse(Encoding.ASCII.GetString(_folder.Read(entry, "generation")).Trim(), CultureInfo.InvariantCulture, out var generation)
        ? generation
        : throw new IOException("the generation is no number");

    /// <summary>Certificates are there only where the host put them.</summary>
    private byte[] TryRead(string entry, string attribute)
    {
        try
        {
            return _folder.Read(entry, attribute);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    private void Remove(string entry)
    {
        try
        {
            _folder.Remove(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The evidence is as good as without: an entry left behind is the kernel's to drop at the next start.
        }
    }
}
