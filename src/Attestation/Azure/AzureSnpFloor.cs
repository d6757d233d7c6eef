namespace Cocoon.Attestation.Azure;

/// <summary>Least security version numbers of a SEV-SNP machine, component by component.</summary>
public sealed record AzureSnpFloor(int BootLoader, int Tee, int SnpFirmware, int Microcode, int Guest);
