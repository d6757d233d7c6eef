using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Machine;
using Cocoon.Attestation.SevSnp;
using Cocoon.Attestation.Tests.SevSnp;

namespace Cocoon.Attestation.Tests.Machine;

public sealed class CpuEvidenceTests
{
    private static readonly byte[] ReportData = SnpMachine.ReportData;

    [Theory]
    [InlineData("tdx_guest\n", EvidenceKind.Tdx)]
    [InlineData("sev_guest\n", EvidenceKind.SevSnp)]
    public void The_driver_is_asked_for_a_report_on_the_64_bytes(string provider, EvidenceKind kind)
    {
        var folder = new FakeTsmFolder { Provider = provider };

        var own = Get(folder);

        (own.Evidence!.Kind, own.Lacks).Should().Be((kind, []));
        own.Evidence.Raw.ToArray().Should().Equal(1, 2, 3);
        folder.Asked.Should().Equal(ReportData);
        folder.Entries.Should().BeEmpty("the entry is removed again");
    }

    [Fact]
    public void Certificates_of_the_host_come_along_and_make_it_verify()
    {
        var machine = new SnpMachine();
        var h = machine.Hierarchy;
        var table = Table(("63da758d-e664-4564-adc5-f4b93be8accd", machine.Certificate()), ("4ab7b379-bbac-4fe4-a02f-05aef327c782", h.Ask.RawData), ("c0b406a4-a803-4952-9743-3fb6014cd0ae", h.Ark.RawData));

        var own = Get(new FakeTsmFolder { Report = machine.Raw(), Auxiliary = table });

        h.Verifier().Verify(own.Evidence!, machine.Context()).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void A_table_cut_short_or_pointing_outside_holds_no_certificates()
    {
        var table = Table(("63da758d-e664-4564-adc5-f4b93be8accd", [1, 2, 3]));

        SnpCertificateTable.Join(table, SnpSigningKey.Vcek).Should().Equal(1, 2, 3);
        SnpCertificateTable.Join(table, SnpSigningKey.Vlek).Should().BeEmpty();
        for (var length = 0; length < table.Length; length++) SnpCertificateTable.Join(table.AsSpan(0, length), SnpSigningKey.Vcek).Should().BeEmpty();
    }

    [Fact]
    public void A_report_that_another_process_may_have_changed_is_asked_for_again()
    {
        Get(new FakeTsmFolder { Disturbances = 2 }).Evidence.Should().NotBeNull();

        var disturbed = Get(new FakeTsmFolder { Disturbances = 3 });

        disturbed.Evidence.Should().BeNull();
        disturbed.Lacks.Should().ContainSingle().Which.What.Should().Contain("another process");
    }

    [Fact]
    public void What_is_missing_is_said_with_its_remedy()
    {
        Lack(new FakeTsmFolder { Exists = false }).Remedy.Should().Contain("6.7").And.Contain("CONFIG_TSM_REPORTS").And.Contain("BIOS").And.Contain("modprobe");
        Lack(new FakeTsmFolder { OnCreate = new UnauthorizedAccessException() }).Remedy.Should().Contain("root");
        Lack(new FakeTsmFolder { OnCreate = new IOException("No such device") }).What.Should().Contain("No such device");
        Lack(new FakeTsmFolder { OnReport = new IOException("Connection timed out") }).Remedy.Should().Contain("quote generation service");
        Lack(new FakeTsmFolder { Report = [] }).What.Should().Contain("empty");
        Lack(new FakeTsmFolder { Provider = "arm_cca_guest\n" }).What.Should().Contain("arm_cca_guest");
    }

    [Fact]
    public void The_entry_is_removed_when_the_hardware_refuses()
    {
        var folder = new FakeTsmFolder { OnReport = new IOException("busy") };

        Get(folder).Evidence.Should().BeNull();

        folder.Entries.Should().BeEmpty();
    }

    [Fact]
    public void The_real_folder_reads_and_writes_files()
    {
        var root = Directory.CreateTempSubdirectory("cocoon-tsm-");
        try
        {
            var folder = new TsmFolder(root.FullName);
            folder.Exists.Should().BeTrue();
            folder.Create("entry");
            File.WriteAllBytes(Path.Combine(root.FullName, "entry", "inblob"), []);

            folder.Write("entry", "inblob", ReportData);

            folder.Read("entry", "inblob").Should().Equal(ReportData);
            folder.Invoking(f => f.Read("entry", "auxblob")).Should().Throw<FileNotFoundException>();
            new TsmFolder(Path.Combine(root.FullName, "none")).Exists.Should().BeFalse();
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void Report_data_of_another_length_is_a_mistake_of_the_caller() =>
        FluentActions.Invoking(() => new CpuEvidence(new FakeTsmFolder(), () => "x").Get(new byte[32])).Should().Throw<ArgumentException>();

    private static OwnEvidence Get(FakeTsmFolder folder) => new CpuEvidence(folder, () => "entry").Get(ReportData);

    private static Lack Lack(FakeTsmFolder folder) => Get(folder).Lacks.Should().ContainSingle().Subject;

    private static byte[] Table(params (string Id, byte[] Der)[] entries)
    {
        var offset = (entries.Length + 1) * 24;
        var table = new MemoryStream();
        foreach (var (id, der) in entries)
        {
            table.Write(new Guid(id).ToByteArray(bigEndian: true));
            table.Write(BitConverter.GetBytes(offset));
            table.Write(BitConverter.GetBytes(der.Length));
            offset += der.Length;
        }
        table.Write(new byte[24]);
        foreach (var (_, der) in entries) table.Write(der);
        return table.ToArray();
    }
}
