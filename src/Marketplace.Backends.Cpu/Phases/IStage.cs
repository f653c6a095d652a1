namespace Marketplace.Backends.Cpu.Phases;

/// <summary>A part of a phase that is done as a whole before the next begins. Its runs allocate nothing.</summary>
internal interface IStage
{
    void Run(uint step);
}
