namespace Cocoon.Simulation.Chain.Machine;

/// <summary>Exit codes of the virtual machine, and result codes of the action phase, that our contracts can end with.</summary>
internal static class VmExit
{
    public const int RangeCheck = 5;
    public const int CellUnderflow = 9;

    /// <summary>Out of gas.</summary>
    public const int OutOfGas = -14;

    /// <summary>A structure begins with another opcode than it must (Tolk).</summary>
    public const int WrongPrefix = 63;

    public const int ActionListInvalid = 32;
    public const int TooManyActions = 33;
    public const int ActionInvalid = 34;
    public const int NotEnoughCoins = 37;
}
