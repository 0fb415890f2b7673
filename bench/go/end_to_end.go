package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	paceInterval               = time.Millisecond
	intervalBeforeFirstArrival = 50 * time.Millisecond
	firstArrivalTimeout        = 25 * time.Second
	lastArrivalTimeout         = 25 * time.Second
)

// passThrough sends at a steady pace and takes the latency from the call of Produce to the loop over the fetched records.
// It does what ../end-to-end-run.ts does with the Node clients.
func passThrough(order runOrder) runOutcome {
	options := []kgo.Opt{
		kgo.SeedBrokers(strings.Split(order.BootstrapServers, ",")...),
		kgo.ClientID("bench"),
		kgo.DefaultProduceTopic(order.Topic),
		kgo.ProducerLinger(0),
		kgo.ProducerBatchCompression(kgo.NoCompression()),
		kgo.ConsumeTopics(order.Topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
	}
	if !order.IsIdempotent {
		options = append(options, kgo.DisableIdempotentWrite())
	}
	client, err := kgo.NewClient(options...)
	check(err)
	defer client.Close()

	received := newArrivals(order.ValueSizeBytes)
	go received.pollFrom(client)
	sends := &pacedSends{client: client, valueSizeBytes: order.ValueSizeBytes, epoch: received.epoch}
	sends.run(intervalBeforeFirstArrival, time.Now().Add(firstArrivalTimeout), received.hasBegun)
	if !received.hasBegun() {
		fail("Error: no record arrived within %v", firstArrivalTimeout)
	}
	sends.run(paceInterval, time.Now().Add(time.Duration(order.WarmupMs)*time.Millisecond), never)
	countBefore, cpuBefore, started := received.distinct.Load(), cpuTime(), time.Now()
	received.windowBegins.Store(int64(time.Since(received.epoch)))
	sends.run(paceInterval, started.Add(time.Duration(order.MeasuredMs)*time.Millisecond), never)
	received.windowEnds.Store(int64(time.Since(received.epoch)))
	elapsed, countAfter, cpuAfter := time.Since(started), received.distinct.Load(), cpuTime()

	received.expected.Store(sends.sent + 1)
	sends.send()
	select {
	case <-received.completed:
	case <-time.After(lastArrivalTimeout):
		fail("Error: only %d of %d records arrived within %v", received.distinct.Load(), sends.sent, lastArrivalTimeout)
	}
	check(client.Flush(context.Background()))
	total := sends.acknowledged.Load()
	return runOutcome{
		RecordCount:      countAfter - countBefore,
		ElapsedMs:        milliseconds(elapsed),
		TotalRecordCount: total,
		TotalValueBytes:  total * int64(order.ValueSizeBytes),
		Arrivals:         &arrivalCounts{DistinctCount: received.distinct.Load(), RepeatedCount: received.repeated},
		CPUMs:            milliseconds(cpuAfter - cpuBefore),
		Latency:          percentiles(received.latencies),
		Settings: fmt.Sprintf("acks all, idempotent %v, ProducerLinger 0s, no compression; "+
			"PollFetches, assigned partitions without a group; one client for both, else defaults", order.IsIdempotent),
	}
}

// pacedSends belongs to one goroutine, but for the count of acknowledgements.
type pacedSends struct {
	client         *kgo.Client
	valueSizeBytes int
	epoch          time.Time
	sent           int64
	acknowledged   atomic.Int64
}

// run catches up when the ticker comes late, and waits for no acknowledgement.
func (s *pacedSends) run(interval time.Duration, until time.Time, isOver func() bool) {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	began, sentBefore := time.Now(), s.sent
	for now := began; now.Before(until) && !isOver(); now = time.Now() {
		for due := int64(now.Sub(began) / interval); s.sent-sentBefore < due; {
			s.send()
		}
		<-ticker.C
	}
}

func (s *pacedSends) send() {
	value := make([]byte, s.valueSizeBytes)
	binary.LittleEndian.PutUint64(value, uint64(time.Since(s.epoch)))
	binary.LittleEndian.PutUint32(value[8:], uint32(s.sent))
	s.sent++
	s.client.Produce(context.Background(), &kgo.Record{Value: value}, func(_ *kgo.Record, err error) {
		check(err)
		s.acknowledged.Add(1)
	})
}

// arrivals is written by the goroutine that polls; what is not atomic may be read after completed is closed.
type arrivals struct {
	epoch                    time.Time
	valueSizeBytes           int
	seen                     map[uint32]struct{}
	latencies                []time.Duration
	repeated                 int64
	distinct, expected       atomic.Int64
	windowBegins, windowEnds atomic.Int64
	completed                chan struct{}
}

func newArrivals(valueSizeBytes int) *arrivals {
	a := &arrivals{
		epoch:          time.Now(),
		valueSizeBytes: valueSizeBytes,
		seen:           map[uint32]struct{}{},
		completed:      make(chan struct{}),
	}
	const unknown = int64(1) << 62
	a.expected.Store(unknown)
	a.windowBegins.Store(unknown)
	a.windowEnds.Store(unknown)
	return a
}

func (a *arrivals) hasBegun() bool { return a.distinct.Load() > 0 }

func (a *arrivals) pollFrom(client *kgo.Client) {
	for a.distinct.Load() < a.expected.Load() {
		fetches := client.PollFetches(context.Background())
		check(fetches.Err())
		fetches.EachRecord(a.take)
	}
	close(a.completed)
}

func (a *arrivals) take(record *kgo.Record) {
	now := int64(time.Since(a.epoch))
	if len(record.Value) != a.valueSizeBytes {
		fail("Error: a record arrived with %d bytes instead of %d", len(record.Value), a.valueSizeBytes)
	}
	sent := int64(binary.LittleEndian.Uint64(record.Value))
	sequence := binary.LittleEndian.Uint32(record.Value[8:])
	if _, isRepeated := a.seen[sequence]; isRepeated {
		a.repeated++
		return
	}
	a.seen[sequence] = struct{}{}
	a.distinct.Add(1)
	if sent >= a.windowBegins.Load() && sent < a.windowEnds.Load() {
		a.latencies = append(a.latencies, time.Duration(now-sent))
	}
}

func never() bool { return false }

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}
